// The ledger as plain values: two drivers, two rides, and everything that may happen to them, decided by the service's own
// pure functions. What SQL does is said here once more: locked reads, seats summed over live trips, claims that follow trips.
import { ALONE } from '@lastmile/party';
import { decideCommit, type CommitState } from '../src/trips/commit.core.js';
import { decideClosing, outcomeForRide } from '../src/trips/ride-claim.state.js';
import * as state from '../src/trips/trip.state.js';
import type { RideClaim, RouteLoad, Trip } from '../src/trip.types.js';
import { after, load, plan } from './fixtures.js';

export interface World {
  /** As stored, without the seats taken: those are summed. */
  readonly routes: readonly RouteLoad[];
  readonly claims: readonly RideClaim[];
  readonly trips: readonly Trip[];
}

const RULES = { offerSeconds: 20, tariff: { currency: 'USD', baseMinor: 250, perKmMinor: 120 } };
export const [IN_TIME, TOO_LATE] = [after(10), after(20)];
export const DRIVERS = ['d1', 'd2'];
/** Together one more than a car has to begin with. */
export const RIDES = [
  plan({ rideId: 'r1', riderId: 'p1', party: ALONE }),
  plan({ rideId: 'r2', riderId: 'p2', party: { ...ALONE, people: 2 } }),
];
export const SEATS = 2;

export const FIRST: World = {
  routes: DRIVERS.map((driverId) => load({ routeId: `route ${driverId}`, driverId, seats: SEATS })),
  claims: RIDES.map(({ rideId }) => ({ rideId, closed: false, excludedDriverIds: [] })),
  trips: [],
};

export const seatsTaken = ({ trips }: World, { routeId }: RouteLoad): number =>
  trips.filter((trip) => trip.routeId === routeId && state.isLive(trip)).reduce((sum, t) => sum + t.party.people, 0);

/**
 * What decides about the future. The two drivers are alike, so worlds that differ in which is which count once; versions,
 * drop-off orders and times only tell (offers all lapse at one time).
 */
export function keyOf({ routes, claims, trips }: World): string {
  const ofDrivers = routes.map(({ routeId, driverId, seats, open }) => {
    const made = trips
      .filter((trip) => trip.routeId === routeId)
      .map((t) => `${t.rideId}${t.status}${t.endedBy ?? ''}`);
    const barred = claims.filter(({ excludedDriverIds }) => excludedDriverIds.includes(driverId));
    return [seats, open, ...made.sort(), ...barred.map(({ rideId }) => rideId)].join();
  });
  return [...ofDrivers.sort(), ...claims.map(({ closed }) => closed)].join(' ');
}

/** What a commit believes it knows. The real one knows what is so, as it holds the locks; tests break it. */
export type Knowledge = (known: CommitState) => CommitState;

export const tripIdOf = (driverId: string, rideId: string): string => `${driverId} ${rideId}`;

export const loaded = (world: World, route: RouteLoad): RouteLoad => ({
  ...route,
  seatsTaken: seatsTaken(world, route),
});

export function commit(world: World, routeId: string, rides: typeof RIDES, believed: Knowledge): World {
  const route = world.routes.find((each) => each.routeId === routeId)!;
  const live = world.trips.filter(state.isLive);
  const promised = live.filter((trip) => trip.routeId === routeId);
  const known = believed({
    load: loaded(world, route),
    claims: new Map(world.claims.map((claim) => [claim.rideId, claim])),
    takenRideIds: new Set(live.map(({ rideId }) => rideId)),
    promised: new Map(promised.map((trip) => [trip.tripId, trip])),
  });
  const input = {
    stationId: '701',
    trips: rides,
    identities: rides.map(({ rideId }) => ({ tripId: tripIdOf(route.driverId, rideId), pin: '0042' })),
    // Those who were there first get out last.
    reordered: promised.map(({ tripId, dropoffTime }) => ({ tripId, dropoffOrder: 2, dropoffTime })),
  };
  const { trips, retimed } = decideCommit(known, input, RULES, after(0));
  return retimed.reduce(record, { ...world, trips: [...world.trips, ...trips] });
}

export function change(world: World, tripId: string, decide: (trip: Trip) => state.Change): World | undefined {
  const trip = world.trips.find((each) => each.tripId === tripId);
  return trip && record(world, decide(trip));
}

export function closeRide(world: World, rideId: string, onlyIfIdle: boolean): World {
  const claim = world.claims.find((each) => each.rideId === rideId);
  const live = world.trips.find((trip) => trip.rideId === rideId && state.isLive(trip));
  const closing = decideClosing(claim, live, onlyIfIdle, (trip) => state.closeByRider(trip, IN_TIME));
  if (closing.outcome !== 'closes') return world;
  return withClaim(closing.change ? record(world, closing.change) : world, rideId, { closed: true });
}

export function closeRoute(world: World, routeId: string): World {
  const live = world.trips.filter((trip) => trip.routeId === routeId && state.isLive(trip));
  const empty = live.map((trip) => state.closeWithRoute(trip, true, IN_TIME)).reduce(record, world);
  return {
    ...empty,
    routes: empty.routes.map((route) => (route.routeId === routeId ? { ...route, open: false } : route)),
  };
}

/** As TripWriter writes it. */
function record(world: World, done: state.Change): World {
  const { trip } = done;
  const written = { ...world, trips: world.trips.map((each) => (each.tripId === trip.tripId ? trip : each)) };
  const outcome = outcomeForRide(done);
  if (outcome === 'over') return withClaim(written, trip.rideId, { closed: true });
  if (outcome !== 'waits') return written;
  const claim = world.claims.find(({ rideId }) => rideId === trip.rideId)!;
  const excludedDriverIds = [...new Set([...claim.excludedDriverIds, trip.driverId])].sort();
  return withClaim(written, trip.rideId, { excludedDriverIds });
}

const withClaim = (world: World, rideId: string, changes: Partial<RideClaim>): World => ({
  ...world,
  claims: world.claims.map((claim) => (claim.rideId === rideId ? { ...claim, ...changes } : claim)),
});
