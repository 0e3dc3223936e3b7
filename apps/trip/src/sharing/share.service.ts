// Use cases of share links: a rider lets others follow one trip until it ends.
import { Injectable } from '@nestjs/common';
import { hashOpaqueToken, newOpaqueToken, type Caller } from '@lastmile/auth';
import { Clock } from '@lastmile/config';
import { DomainError, failedPrecondition, notFound } from '@lastmile/errors';
import { LedgerRepository } from '../trips/ledger.repository.js';
import { ShareLinkRepository } from './share-link.repository.js';
import { requireActor } from '../trips/trip-access.js';
import type { Trip, TripStatus } from '../trip.types.js';

/** Shown from the match to the drop-off, as for the rider. */
const SHOWN: readonly TripStatus[] = ['scheduled', 'arrived', 'active'];
/** A link expires at this time even if nobody ends the trip. */
const AFTER_DROPOFF_SECONDS = 3_600;

@Injectable()
export class ShareService {
  constructor(
    private readonly links: ShareLinkRepository,
    private readonly ledger: LedgerRepository,
    private readonly clock: Clock,
  ) {}

  /** @throws DomainError not_found TRIP_NOT_FOUND; permission_denied; failed_precondition TRIP_NOT_LIVE */
  async share(caller: Caller, tripId: string): Promise<{ token: string; expireTime: Date }> {
    const trip = await this.own(caller, tripId);
    if (!SHOWN.includes(trip.status)) {
      throw failedPrecondition('TRIP_NOT_LIVE', 'a trip is shared from match to drop-off', { status: trip.status });
    }
    const token = newOpaqueToken();
    const now = this.clock.now();
    const end = Math.max(trip.latestDropoffTime.getTime(), now.getTime()) + AFTER_DROPOFF_SECONDS * 1000;
    const link = { tokenHash: hashOpaqueToken(token), tripId, createTime: now, expireTime: new Date(end) };
    await this.links.add(link);
    return { token, expireTime: link.expireTime };
  }

  /** Revokes all links of the trip. @throws DomainError not_found TRIP_NOT_FOUND; permission_denied */
  async stop(caller: Caller, tripId: string): Promise<void> {
    await this.own(caller, tripId);
    await this.links.removeAll(tripId);
  }

  /**
   * @throws DomainError not_found SHARED_TRIP_NOT_FOUND if the link does not exist, has expired or is revoked, or if
   * the trip has ended: all look the same
   */
  async shared(token: string): Promise<Trip> {
    const trip = await this.links.tripOf(hashOpaqueToken(token), this.clock.now());
    if (trip && SHOWN.includes(trip.status)) return trip;
    throw new DomainError('not_found', 'SHARED_TRIP_NOT_FOUND', 'this link shows no trip, or none any more');
  }

  private async own(caller: Caller, tripId: string): Promise<Trip> {
    const trip = await this.ledger.find(tripId);
    if (!trip) throw notFound('trip', tripId);
    requireActor(trip, caller, ['rider']);
    return trip;
  }
}
