// Milestones of a car: it reaches a station, leaves it, reaches a destination. Each is detected once and never
// withdrawn.
//
// Thresholds:
// - 120 m around a station: its entrances and pickup points may be that far from its point on the map.
// - 150 m around a destination: an address is a building, and riders get out where the car can stop.
// - A fix whose accuracy is worse than the radius proves no arrival: the car could be anywhere in a circle twice as
// wide.
// - A station is left when the car is certainly 200 m away (its accuracy radius is subtracted): a car that looks for a
// parking spot, or whose fixes scatter around 120 m, has not left.
// - Between two fixes at most 60 s apart the car is assumed to drive straight, because phones that save power send few
// fixes.
import { distanceMeters, interpolate, type LatLng } from '@lastmile/geo';
import type { Fix, Milestone, Duty, DutyTrip } from '../location.types.js';

const STATION_METERS = 120;
const DROPOFF_METERS = 150;
const LEFT_METERS = 200;
const STRAIGHT_MS = 60_000;

/** The new milestones that the fixes show. `late` fixes, older than the duty's fix, only show arrivals. */
export function milestonesOf(duty: Duty, accepted: readonly Fix[], late: readonly Fix[]): Milestone[] {
  const found: Milestone[] = [];
  let current = duty;
  const tell = (milestones: readonly Milestone[]) => {
    found.push(...milestones);
    current = milestones.reduce(withMilestone, current);
  };
  for (const fix of late) tell(arrivals(current, fix, undefined));
  let previous = duty.fix;
  for (const fix of accepted) {
    tell(arrivals(current, fix, previous));
    tell(departures(current, fix));
    previous = fix;
  }
  return found;
}

/** The duty with the milestone added. */
export function withMilestone(duty: Duty, milestone: Milestone): Duty {
  const { kind, stationId, tripIds, time } = milestone;
  if (kind === 'dropoff_reached') {
    const trips = duty.trips.map((t) => (tripIds.includes(t.tripId) ? { ...t, dropoffReachedTime: time } : t));
    return { ...duty, trips };
  }
  const known = kind === 'station_reached' ? { reachedTime: time } : { passedTime: time };
  return { ...duty, stops: duty.stops.map((stop) => (stop.stationId === stationId ? { ...stop, ...known } : stop)) };
}

function arrivals(duty: Duty, fix: Fix, previous: Fix | undefined): Milestone[] {
  const at = (place: LatLng, radius: number) => timeAt(place, radius, fix, previous);
  const stations = duty.stops.flatMap(({ stationId, position, reachedTime }): Milestone[] => {
    const time = reachedTime ? undefined : at(position, STATION_METERS);
    const tripIds = expectedAt(duty, stationId).map(({ tripId }) => tripId);
    return time ? [{ kind: 'station_reached', stationId, tripIds, time, fix }] : [];
  });
  const dropoffs = duty.trips.flatMap((trip): Milestone[] => {
    if (trip.status !== 'active' || trip.dropoffReachedTime) return [];
    const time = at(trip.destination, DROPOFF_METERS);
    // The car cannot be at the drop-off before the rider got in.
    if (!time || (trip.boardTime && time < trip.boardTime)) return [];
    return [{ kind: 'dropoff_reached', stationId: trip.stationId, tripIds: [trip.tripId], time, fix }];
  });
  return [...stations, ...dropoffs];
}

function departures(duty: Duty, fix: Fix): Milestone[] {
  return duty.stops.flatMap(({ stationId, position, reachedTime, passedTime }): Milestone[] => {
    if (!reachedTime || passedTime || fix.time <= reachedTime) return [];
    if (distanceMeters(position, fix.position) - fix.accuracyMeters <= LEFT_METERS) return [];
    const tripIds = expectedAt(duty, stationId).map(({ tripId }) => tripId);
    return [{ kind: 'pickup_passed', stationId, tripIds, time: fix.time, fix }];
  });
}

/** When the car was within the radius: at this fix, or on the straight line from the previous one. */
function timeAt(place: LatLng, radius: number, fix: Fix, previous: Fix | undefined): Date | undefined {
  if (fix.accuracyMeters > radius) return undefined;
  if (distanceMeters(place, fix.position) <= radius) return fix.time;
  if (!previous || previous.accuracyMeters > radius) return undefined;
  const spanMs = fix.time.getTime() - previous.time.getTime();
  if (spanMs > STRAIGHT_MS) return undefined;
  const fraction = nearestFraction(place, previous.position, fix.position);
  const nearest = interpolate(previous.position, fix.position, fraction);
  if (distanceMeters(place, nearest) > radius) return undefined;
  return new Date(previous.time.getTime() + fraction * spanMs);
}

/**
 * The fraction of the line from a to b, 0 to 1, where it is nearest to the place. Computed on a plane, which is exact
 * enough for a minute's drive.
 */
function nearestFraction(place: LatLng, a: LatLng, b: LatLng): number {
  const shrink = Math.cos((place.latitude * Math.PI) / 180);
  const flat = ({ latitude, longitude }: LatLng) => [wrap(longitude - a.longitude) * shrink, latitude - a.latitude];
  const [[px, py], [bx, by]] = [flat(place), flat(b)] as [[number, number], [number, number]];
  const length = bx * bx + by * by;
  return length === 0 ? 0 : Math.min(1, Math.max(0, (px * bx + py * by) / length));
}

const wrap = (degrees: number): number => ((degrees + 540) % 360) - 180;

const expectedAt = ({ trips }: Duty, stationId: string): readonly DutyTrip[] =>
  trips.filter((trip) => trip.stationId === stationId && (trip.status === 'scheduled' || trip.status === 'arrived'));
