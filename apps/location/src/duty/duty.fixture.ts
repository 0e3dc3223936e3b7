// A car with riders, for the tests of the cores: a station, destinations to the north, times from noon.
import type { Fix, Duty, DutyStop, DutyTrip } from '../location.types.js';

export const NOON = new Date('2026-09-23T12:00:00Z');
export const STATION = { latitude: 40.7596, longitude: -73.83 };
export const noonPlus = (seconds: number): Date => new Date(NOON.getTime() + seconds * 1000);
/** A position that many metres north of the station. */
export const north = (meters: number) => ({ ...STATION, latitude: STATION.latitude + meters / 111_195 });

export const fixAt = (seconds: number, meters: number, accuracyMeters = 5): Fix => ({
  position: north(meters),
  time: noonPlus(seconds),
  accuracyMeters,
  speedMetersPerSecond: undefined,
  headingDegrees: undefined,
});

export const stopAt = (stationId: string, meters: number): DutyStop => ({
  stationId,
  position: north(meters),
  timeZone: 'America/New_York',
  pickupStatus: 'ahead',
  arriveTime: undefined,
  matchTime: undefined,
  lastMatch: undefined,
  reachedTime: undefined,
  passedTime: undefined,
});

/** Planned one after the other, `dropoffOrder` minutes apart. */
export const trip = (tripId: string, status: DutyTrip['status'], change: Partial<DutyTrip> = {}): DutyTrip => {
  const dropoffOrder = change.dropoffOrder ?? 1;
  return {
    tripId,
    status,
    stationId: 's',
    people: 1,
    pickup: STATION,
    destination: north(3_000),
    dropoffOrder,
    readyTime: NOON,
    pickupTime: noonPlus(60),
    dropoffTime: noonPlus(600 + 60 * dropoffOrder),
    boardTime: status === 'active' ? NOON : undefined,
    dropoffReachedTime: undefined,
    ...change,
  };
};

export const duty = (change: Partial<Duty> = {}): Duty => ({
  driverId: 'd',
  routeId: 'r',
  startTime: noonPlus(-3600),
  seats: 4,
  doubt: undefined,
  fix: undefined,
  stops: [stopAt('s', 0)],
  trips: [],
  ...change,
});
