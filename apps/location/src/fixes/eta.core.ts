// When each rider's car is expected at the pickup and at the destination: the car drives to the stops ahead in the
// plan's order.
//
// An ETA includes the drop-offs and the waiting time of all riders before. Stations ahead without expected riders are
// ignored: the ledger's plan does not say when the car passes them.
import { localHour, travelSeconds, type LatLng } from '@lastmile/geo';
import type { Fix, TripEta, Duty, DutyTrip } from '../location.types.js';

/** From the car's arrival at the pickup to all doors closed, including the PIN. */
const BOARD_SECONDS = 20;
/** From the car's arrival at the destination to driving on. */
const ALIGHT_SECONDS = 15;
/**
 * A moving car has continued since its fix. This is assumed for at most this long, because without newer fixes it may
 * have stopped.
 */
const DRIVEN_ON_MS = 30_000;

interface Stop {
  readonly trip: DutyTrip;
  readonly kind: 'pickup' | 'dropoff';
  readonly place: LatLng;
  /** The time in the ledger's plan. */
  readonly plannedTime: Date;
}

/** For scheduled, arrived and active trips, in the order of their drop-offs. No ETA is in the past. */
export function etasOf(duty: Pick<Duty, 'stops' | 'trips'>, fix: Fix, now: Date): TripEta[] {
  const hour = localHour(now, duty.stops[0]?.timeZone ?? 'UTC');
  const expected = new Map<string, { pickup?: Date; dropoff?: Date }>();
  let at: LatLng = fix.position;
  let clockMs = Math.max(fix.time.getTime(), now.getTime() - DRIVEN_ON_MS);
  const notPast = () => new Date(Math.max(clockMs, now.getTime()));
  for (const { trip, kind, place } of stopsAhead(duty.trips)) {
    const isThere = kind === 'pickup' && trip.status === 'arrived';
    if (!isThere) clockMs += travelSeconds(at, place, hour) * 1000;
    at = isThere ? fix.position : place;
    expected.set(trip.tripId, { ...expected.get(trip.tripId), [kind]: notPast() });
    // The car waits for the rider.
    if (kind === 'pickup') clockMs = Math.max(clockMs, trip.readyTime.getTime()) + BOARD_SECONDS * 1000;
    else clockMs += ALIGHT_SECONDS * 1000;
  }
  return duty.trips
    .filter(isPromised)
    .toSorted((a, b) => a.dropoffOrder - b.dropoffOrder || (a.tripId < b.tripId ? -1 : 1))
    .map((trip) => {
      const stop = duty.stops.find(({ stationId }) => stationId === trip.stationId);
      const eta = expected.get(trip.tripId);
      return {
        tripId: trip.tripId,
        pickupEtaTime: eta?.pickup,
        dropoffEtaTime: eta?.dropoff ?? now,
        stationReachedTime: stop?.reachedTime,
        pickupPassedTime: trip.status === 'active' ? undefined : stop?.passedTime,
        dropoffReachedTime: trip.dropoffReachedTime,
      };
    });
}

/**
 * Pickups and drop-offs in planned order; at the same time, in the order of drop-offs. A pickup always comes before its
 * own drop-off, and a car that stands at a pickup point first picks up its riders.
 */
function stopsAhead(trips: readonly DutyTrip[]): Stop[] {
  const pickups = trips.filter((trip) => trip.status === 'scheduled' || trip.status === 'arrived');
  const stops = [
    ...pickups.map((trip): Stop => ({ trip, kind: 'pickup', place: trip.pickup, plannedTime: trip.pickupTime })),
    ...trips
      .filter(isPromised)
      .map((trip): Stop => ({ trip, kind: 'dropoff', place: trip.destination, plannedTime: trip.dropoffTime })),
  ];
  const rank = ({ kind, trip }: Stop) => (kind === 'pickup' ? (trip.status === 'arrived' ? 0 : 1) : 2);
  return stops.sort(
    (a, b) =>
      Number(rank(a) !== 0) - Number(rank(b) !== 0) ||
      a.plannedTime.getTime() - b.plannedTime.getTime() ||
      rank(a) - rank(b) ||
      a.trip.dropoffOrder - b.trip.dropoffOrder,
  );
}

/** Seats without a live trip; offers hold seats, too. */
export const freeSeatsOf = ({ seats, trips }: Pick<Duty, 'seats' | 'trips'>): number =>
  Math.max(
    0,
    trips.reduce((left, { people }) => left - people, seats),
  );

const isPromised = ({ status }: DutyTrip): boolean => status !== 'offered';
