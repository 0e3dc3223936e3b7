// The assignment ledger, from the trip service: it closes a ride before anybody else may say that it is over.
import { Injectable } from '@nestjs/common';
import { asService } from '@lastmile/auth';
import { RideCloseCause, TripServiceService, TripStatus } from '@lastmile/contracts';
import { InjectClient, type RpcClient } from '@lastmile/grpc';

const AS_SERVICE = { caller: asService('rider') };

/** What became of a ride that was to be cancelled: closed, unless its trip had ended it before. */
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
    // No trip, or one cancelled by its rider, which is what closing makes of a live trip, now or in an earlier try.
    return 'closed';
  }

  /** The time ran out: a live trip keeps the ride open. */
  async expireRide(rideId: string): Promise<void> {
    await this.client.closeRide(
      { rideId, cause: RideCloseCause.RIDE_CLOSE_CAUSE_EXPIRED, onlyIfIdle: true },
      AS_SERVICE,
    );
  }
}
