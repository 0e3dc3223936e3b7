// Calls the rider service: reads waiting rides, and records why they still wait.
import { Injectable } from '@nestjs/common';
import { asService } from '@lastmile/auth';
import { RiderServiceService, type Ride } from '@lastmile/contracts';
import { InjectClient, type RpcClient } from '@lastmile/grpc';
import { partyOf } from '@lastmile/party';
import type { Unserved, WaitingRide } from '../matching.types.js';
import { required } from './required.wire.js';
import { toWaitingReason } from './waiting-reason.wire.js';

@Injectable()
export class RiderClient {
  constructor(@InjectClient(RiderServiceService) private readonly client: RpcClient<typeof RiderServiceService>) {}

  /** Rides that wait at the station and are ready before that time. At most 500. */
  async waitingRides(stationId: string, readyBefore: Date): Promise<WaitingRide[]> {
    const { rides } = await this.client.listWaitingRides({ stationId, readyBefore }, AS_SERVICE);
    return rides.map(toWaitingRide);
  }

  /** Rides that were not read as waiting are skipped, because the version that the reason applies to is not known. */
  async recordReasons(unserved: readonly Unserved[], rides: readonly WaitingRide[]): Promise<void> {
    const versions = new Map(rides.map(({ rideId, version }) => [rideId, version]));
    const reasons = unserved.flatMap(({ rideId, reason }) => {
      const version = versions.get(rideId);
      return version === undefined ? [] : [{ rideId, waitingReason: toWaitingReason(reason), version }];
    });
    await this.client.recordWaitingReasons({ reasons }, AS_SERVICE);
  }
}

// Matching calls as itself, whoever requested the match.
const AS_SERVICE = { caller: asService('matching') };

const toWaitingRide = (ride: Ride): WaitingRide => ({
  rideId: ride.rideId,
  riderId: ride.riderId,
  riderName: ride.riderName,
  pickup: placeOf(ride.pickup, 'ride.pickup'),
  destination: placeOf(ride.destination, 'ride.destination'),
  party: partyOf(ride),
  readyTime: required(ride.readyTime, 'ride.ready_time'),
  latestPickupTime: required(ride.latestPickupTime, 'ride.latest_pickup_time'),
  directSeconds: ride.directSeconds,
  maxRideSeconds: ride.maxRideSeconds,
  excludedDriverIds: ride.excludedDriverIds,
  requestTime: required(ride.createTime, 'ride.create_time'),
  version: ride.version,
});

const placeOf = (place: Ride['pickup'], field: string) => ({
  position: required(place?.position, field),
  name: place?.name ?? '',
});
