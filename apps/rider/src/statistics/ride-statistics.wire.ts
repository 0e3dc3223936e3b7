// Converts counts of rides to contract messages.
import { waitingReasonFromJSON, type GetRideStatisticsResponse } from '@lastmile/contracts';
import type { RideCounts, RideStatistics } from './ride-statistics.types.js';

const NONE: RideCounts = { requested: 0, waiting: 0, underway: 0, served: 0, cancelled: 0, expired: 0, noShow: 0 };

export const toWireStatistics = ({ hours, stations, reasons }: RideStatistics): GetRideStatisticsResponse => ({
  rides: hours.map(({ rides }) => rides).reduce(sum, NONE),
  hours: [...hours],
  stations: [...stations],
  reasons: reasons.map(({ reason, ...counts }) => ({ ...counts, reason: waitingReasonFromJSON(reason || 0) })),
});

const sum = (a: RideCounts, b: RideCounts): RideCounts => ({
  requested: a.requested + b.requested,
  waiting: a.waiting + b.waiting,
  underway: a.underway + b.underway,
  served: a.served + b.served,
  cancelled: a.cancelled + b.cancelled,
  expired: a.expired + b.expired,
  noShow: a.noShow + b.noShow,
});
