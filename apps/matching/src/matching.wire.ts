// Converts between lastmile.matching.v1 messages and domain types.
import type { MatchResponse, Trip } from '@lastmile/contracts';
import type { Unserved } from './matching.types.js';
import type { Plan } from './plan/plan.types.js';
import { toWaitingReason } from './sources/waiting-reason.wire.js';

interface Result {
  readonly trips: readonly Trip[];
  readonly plan: Plan;
  readonly unserved: readonly Unserved[];
}

export const toMatchResponse = ({ trips, plan, unserved }: Result): MatchResponse => ({
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
