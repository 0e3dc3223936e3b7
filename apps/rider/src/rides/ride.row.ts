// A ride as a row of its table.
import { partyColumns, partyOfRow, type PartyRow } from '@lastmile/party';
import type { Ride, RideStatus, Train } from '../rider.types.js';

export interface RideRow extends PartyRow {
  ride_id: string;
  rider_id: string;
  rider_name: string;
  status: RideStatus;
  station_id: string;
  station_name: string;
  train: Omit<Train, 'arriveTime'> & { arriveTime: string };
  pickup_point_id: string;
  pickup_latitude: number;
  pickup_longitude: number;
  pickup_name: string;
  destination_latitude: number;
  destination_longitude: number;
  destination_name: string;
  ready_time: Date;
  latest_pickup_time: Date;
  direct_seconds: number;
  max_ride_seconds: number;
  excluded_driver_ids: string[];
  trip_id: string | null;
  trip_create_time: Date | null;
  trip_version: number | null;
  waiting_reason: string | null;
  considered_time: Date | null;
  create_time: Date;
  end_time: Date | null;
  version: number;
}

export const toRide = (row: RideRow): Ride => ({
  rideId: row.ride_id,
  riderId: row.rider_id,
  riderName: row.rider_name,
  status: row.status,
  stationId: row.station_id,
  stationName: row.station_name,
  train: { ...row.train, arriveTime: new Date(row.train.arriveTime) },
  pickupPointId: row.pickup_point_id,
  pickup: { position: { latitude: row.pickup_latitude, longitude: row.pickup_longitude }, name: row.pickup_name },
  destination: {
    position: { latitude: row.destination_latitude, longitude: row.destination_longitude },
    name: row.destination_name,
  },
  party: partyOfRow(row),
  readyTime: row.ready_time,
  latestPickupTime: row.latest_pickup_time,
  directSeconds: row.direct_seconds,
  maxRideSeconds: row.max_ride_seconds,
  excludedDriverIds: row.excluded_driver_ids,
  trip:
    row.trip_id !== null && row.trip_create_time !== null && row.trip_version !== null
      ? { tripId: row.trip_id, createTime: row.trip_create_time, version: row.trip_version }
      : undefined,
  waitingReason: row.waiting_reason ?? undefined,
  consideredTime: row.considered_time ?? undefined,
  createTime: row.create_time,
  endTime: row.end_time ?? undefined,
  version: row.version,
});

/** The columns a new ride fills, with their values. */
export const toColumns = (ride: Ride): Record<string, unknown> => ({
  ride_id: ride.rideId,
  rider_id: ride.riderId,
  rider_name: ride.riderName,
  status: ride.status,
  station_id: ride.stationId,
  station_name: ride.stationName,
  train: JSON.stringify(ride.train),
  pickup_point_id: ride.pickupPointId,
  pickup_latitude: ride.pickup.position.latitude,
  pickup_longitude: ride.pickup.position.longitude,
  pickup_name: ride.pickup.name,
  destination_latitude: ride.destination.position.latitude,
  destination_longitude: ride.destination.position.longitude,
  destination_name: ride.destination.name,
  ...partyColumns(ride.party),
  ready_time: ride.readyTime,
  latest_pickup_time: ride.latestPickupTime,
  direct_seconds: ride.directSeconds,
  max_ride_seconds: ride.maxRideSeconds,
  create_time: ride.createTime,
  version: ride.version,
});
