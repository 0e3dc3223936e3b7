// The statistics of a day: rides from the rider service, trips from the ledger, offered seats from the driver service,
// joined by hour and station.
import type { TripFigures } from '@lastmile/contracts';
import type { Clients } from './gateway.client.js';
import type { Day } from './day.js';

const TOP_STATIONS = 20;

/** Calls the services as the caller, who must be an operator. */
export async function readDay({ riders, trips, drivers }: Clients, day: Day) {
  const interval = { fromTime: day.startTime, toTime: day.endTime };
  const [rides, ledger, routes] = await Promise.all([
    riders.getRideStatistics(interval),
    trips.getTripStatistics(interval),
    drivers.getRouteStatistics(interval),
  ]);
  const atStation = new Map(ledger.stations.map(({ stationId, figures }) => [stationId, figures]));
  const { seatsUsed, ...whole } = ledger.figures!;
  return {
    ...day,
    rides: rides.rides,
    ...whole,
    seats: { offered: routes.seatsOffered, used: seatsUsed },
    waitingReasons: rides.reasons.map((reason) => ({
      ...reason,
      rideCount: reason.waitingCount + reason.expiredCount,
    })),
    ends: ledger.ends.map(({ count: tripCount, ...end }) => ({ ...end, tripCount })),
    // Both responses contain every hour of the interval.
    hours: rides.hours.map((hour, index) => ({ ...hour, ...ledger.hours[index]!.figures })),
    stations: rides.stations.slice(0, TOP_STATIONS).map(({ stationName: name, ...station }) => ({
      ...station,
      name,
      ...(atStation.get(station.stationId) ?? NONE),
    })),
  };
}

const NONE: TripFigures = {
  trips: { made: 0, offered: 0, live: 0, completed: 0, declined: 0, expired: 0, cancelled: 0, noShow: 0 },
  wait: { count: 0, meanSeconds: 0, p95Seconds: 0 },
  seatsUsed: 0,
};
