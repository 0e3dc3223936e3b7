// Every interleaving of two drivers and two rides, exhaustively: commits, answers, cancellations, expiries, routes that change
// seats or end, each at any time. A rule that breaks is told with a shortest way there.
import type { CommitState } from '../src/trips/commit.core.js';
import { isLive } from '../src/trips/trip.state.js';
import { TRIP_STATUSES } from '../src/trip.types.js';
import { explore, stranded, type Edge, type Space } from './explore.js';
import { stepsOf } from './model-steps.js';
import { FIRST, keyOf, seatsTaken, type Knowledge, type World } from './model.js';

const walk = (believed?: Knowledge) => explore(FIRST, stepsOf(believed), keyOf, broken);

/** The ledger's promises, as they look from outside: nothing here asks the functions under test, but for what is live. */
function broken({ before, after }: Edge<World>): string[] {
  const live = after.trips.filter(isLive);
  const ended = before.trips.filter((trip) => !isLive(trip));
  const born = after.trips.slice(before.trips.length);
  const excluded = (world: World, rideId: string) => world.claims.find((c) => c.rideId === rideId)!.excludedDriverIds;
  const isClosed = (world: World, rideId: string) => world.claims.some((c) => c.rideId === rideId && c.closed);
  const rules: Record<string, boolean> = {
    'a ride in two cars': new Set(live.map(({ rideId }) => rideId)).size < live.length,
    'a car oversold': after.routes.some((route) => seatsTaken(after, route) > route.seats),
    'a closed ride in a car': live.some(({ rideId }) => isClosed(after, rideId)),
    'a closed route with riders': after.routes.some((route) => !route.open && seatsTaken(after, route) > 0),
    'an ended trip that changed': ended.some((trip) => !after.trips.includes(trip)),
    'a closed ride or route opened':
      [...before.claims].some((c) => c.closed && !isClosed(after, c.rideId)) ||
      before.routes.some((route, n) => !route.open && after.routes[n]!.open),
    'a trip for a driver who failed the ride': born.some((t) => excluded(before, t.rideId).includes(t.driverId)),
    'a driver who failed the ride and may have it again': after.trips.some(
      ({ status, endedBy, rideId, driverId }) =>
        (status === 'declined' || status === 'expired' || (status === 'cancelled' && endedBy === 'driver')) &&
        !excluded(after, rideId).includes(driverId),
    ),
    'a ride that its rider gave up and that waits': after.trips.some(
      ({ status, endedBy, rideId }) => status === 'cancelled' && endedBy === 'rider' && !isClosed(after, rideId),
    ),
    'a promise to a rider moved': live.some((t) => t.dropoffTime > t.latestDropoffTime),
  };
  return Object.keys(rules).filter((rule) => rules[rule]);
}

describe('two drivers and two rides', () => {
  const { stackTraceLimit } = Error;
  let space: Space<World>;
  beforeAll(() => {
    // Two of three steps are refused: stack traces nobody reads would take most of the time.
    Error.stackTraceLimit = 0;
    space = walk();
  });
  afterAll(() => void (Error.stackTraceLimit = stackTraceLimit));

  it('keep every promise in every state that can be reached', () => {
    expect(space.findings).toEqual([]);
    // 58,000 states and 1,060,500 steps between them when this was written.
    expect(space.states.size).toBeGreaterThan(50_000);
    expect([...space.happened.keys()].sort()).toEqual(
      stepsOf()
        .map(({ name }) => name)
        .sort(),
    );
    const statuses = [...space.states.values()].flatMap(({ trips }) => trips.map(({ status }) => status));
    expect(TRIP_STATUSES.filter((status) => !statuses.includes(status))).toEqual(['arrived']); // the car's side of scheduled
  });

  it('left to their timers, leave no offer open', () => {
    const timers = stepsOf().filter(({ name }) => name.includes('lets lapse'));
    const settle = (world: World) => timers.reduce((now, { happen }) => happen(now) ?? now, world);
    const isOpen = ({ trips }: World) => trips.some(({ status }) => status === 'offered');
    const worlds = [...space.states.values()];
    expect(worlds.filter(isOpen).length).toBeGreaterThan(0);
    expect(worlds.map(settle).filter(isOpen)).toEqual([]);
  });

  it('can come to an end from everywhere: rides closed, cars empty and home', () => {
    expect(stranded(space, isOver)).toEqual([]);
  });

  it.each<[string, Knowledge]>([
    ['a ride in two cars', (known) => ({ ...known, takenRideIds: new Set<string>() })],
    ['a car oversold', (known) => ({ ...known, load: { ...known.load, seatsTaken: 0 } })],
    ['a closed ride in a car', withClaims({ closed: false })],
    ['a trip for a driver who failed the ride', withClaims({ excludedDriverIds: [] })],
    ['a closed route with riders', (known) => ({ ...known, load: { ...known.load, open: true } })],
  ])('would be found: %s, were commits to decide on what was so a moment ago', (rule, believed) => {
    expect(walk(believed).findings.map((finding) => finding.split(':')[0])).toContain(rule);
  });
});

const isOver = ({ routes, claims, trips }: World): boolean =>
  routes.every(({ open }) => !open) && claims.every(({ closed }) => closed) && !trips.some(isLive);

function withClaims(stale: object): Knowledge {
  return (known: CommitState) => ({
    ...known,
    claims: new Map([...known.claims].map(([rideId, claim]) => [rideId, { ...claim, ...stale }])),
  });
}
