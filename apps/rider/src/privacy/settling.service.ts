// Cancels the open ride of an erased rider; a rider who is in the car is driven to the end first.
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

  /** The ledger closes the ride, and its event ends the ride here. Resolves to true when nothing is under way any more. */
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
