// An erased rider's open ride is cancelled; one that is aboard rides to the end first.
import { Injectable } from '@nestjs/common';
import { isDomainError } from '@lastmile/errors';
import { Settling, type Person } from '@lastmile/privacy';
import { RideRepository } from '../rides/ride.repository.js';
import { TripClient } from '../rides/trip.client.js';

@Injectable()
export class RiderSettling extends Settling {
  constructor(
    private readonly rides: RideRepository,
    private readonly ledger: TripClient,
  ) {
    super();
  }

  /** The ledger closes the ride; its event ends it here, after which there is nothing under way. */
  async settle({ userId }: Person): Promise<boolean> {
    const [ride] = await this.rides.list({ riderId: userId, openOnly: true }, 1);
    if (!ride) return true;
    try {
      await this.ledger.cancelRide(ride.rideId);
    } catch (error) {
      if (!isDomainError(error) || error.reason !== 'RIDE_ABOARD') throw error;
    }
    return false;
  }
}
