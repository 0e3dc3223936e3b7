// Converts counts of trips to contract messages.
import type { GetTripStatisticsResponse } from '@lastmile/contracts';
import type { TripStatistics } from './trip-statistics.types.js';
import { toWireActor, toWireStatus } from '../trip.wire.js';

export const toWireStatistics = ({ figures, hours, stations, ends }: TripStatistics): GetTripStatisticsResponse => ({
  figures,
  hours: [...hours],
  stations: [...stations],
  ends: ends.map(({ status, endedBy, ...end }) => ({
    ...end,
    status: toWireStatus(status),
    endedBy: toWireActor(endedBy),
  })),
});
