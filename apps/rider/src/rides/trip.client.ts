// Calls the ledger in the trip service, which must close a ride before any other service treats it as over.
import { Injectable } from '@nestjs/common';
import { asService } from '@lastmile/auth';
import { RideCloseCause, TripServiceService, TripStatus } from '@lastmile/contracts';
import { InjectClient, type RpcClient } from '@lastmile/grpc';

const AS_SERVICE = { caller: asService('rider') };

/** The result of cancelling a ride: closed, unless its trip had already ended. */
export type Closing = 'closed' | 'completed' | 'no_show';

@Injectable()
export class TripClient {
  constructor(@InjectClient(TripServiceService) private readonly client: RpcClient<typeof TripServiceService>) {}

  /** The rider cancels: a live trip is cancelled with the ride. @throws DomainError failed_precondition RIDE_ABOARD */
  async cancelRide(rideId: string): Promise<Closing> {
    const cause = RideCloseCause.RIDE_CLOSE_CAUSE_CANCELLED;
    const { trip } = await this.client.closeRide({ rideId, cause, onlyIfIdle: false }, AS_SERVICE);
    if (trip?.status === TripStatus.TRIP_STATUS_COMPLETED) return 'completed';
    if (trip?.status === TripStatus.TRIP_STATUS_NO_SHOW) return 'no_show';
    // There was no trip, or the rider cancelled it: closing a ride cancels its live trip, now or in an earlier attempt.
    return 'closed';
  }

  /** The ride's time has run out. A live trip keeps the ride open. */
  async expireRide(rideId: string): Promise<void> {
    await this.client.closeRide(
      { rideId, cause: RideCloseCause.RIDE_CLOSE_CAUSE_EXPIRED, onlyIfIdle: true },
      AS_SERVICE,
    );
  }
}
