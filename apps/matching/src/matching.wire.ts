// lastmile.matching.v1 ↔ domain.
import type { MatchResponse } from '@lastmile/contracts';
import { id, instant } from '@lastmile/grpc';
import { stationId } from '@lastmile/ids';
import { z } from 'zod';
import type { MatchResult } from './matching.service.js';
import { toWaitingReason } from './waiting-reason.wire.js';

/** As many as the driver service answers at once. */
const MAX_APPROACHING = 499;
// Rounds add to it, and the ledger takes 128 characters.
const requestId = z.string().regex(/^[\x21-\x7e]{0,120}$/, 'must be at most 120 visible ASCII characters');

/** Its request id may be empty: then the call is a request of its own. */
export const matchRequest = z
  .object({
    requestId,
    driverId: id('driver'),
    stationId,
    approaching: z.array(z.object({ driverId: id('driver'), etaTime: instant })).max(MAX_APPROACHING),
  })
  .refine(({ approaching }) => new Set(approaching.map(({ driverId }) => driverId)).size === approaching.length, {
    path: ['approaching'],
    error: 'must not name a driver twice',
  });

export const toMatchResponse = ({ trips, plan, unserved }: MatchResult): MatchResponse => ({
  trips: [...trips],
  plan: plan.cars.map(({ driverId, routeId, departTime, stops, detourSeconds }) => ({
    driverId,
    routeId,
    departTime,
    stops: stops.map(({ rideId, dropoffTime }) => ({ rideId, dropoffTime })),
    detourSeconds: Math.round(detourSeconds),
  })),
  unserved: unserved.map(({ rideId, reason, driverId }) => ({
    rideId,
    reason: toWaitingReason(reason),
    driverId: driverId ?? '',
  })),
});
