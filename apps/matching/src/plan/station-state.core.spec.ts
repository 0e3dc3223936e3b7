import { at, north } from '../../test/plan-inputs.js';
import type { LiveTrip, PickupStatus, Route, WaitingRide } from '../matching.types.js';
import { planInput, stopsAt, type StationState } from './station-state.core.js';

const stop = (stationId: string, meters: number, pickupStatus: PickupStatus = 'ahead') => ({
  stationId,
  position: north(meters),
  pickupStatus,
});
const route = (...stops: Route['stops']): Route => ({
  routeId: 'route1',
  driverId: 'd1',
  stops,
  destination: north(9000),
  detourBudgetSeconds: 600,
  startTime: at(-900),
});
const trip = (change: Partial<LiveTrip>): LiveTrip => ({
  tripId: 't1',
  rideId: 'r1',
  routeId: 'route1',
  stationId: 'here',
  aboard: false,
  destination: north(3000),
  readyTime: at(10),
  pickupTime: at(20),
  latestPickupTime: at(900),
  dropoffTime: at(400),
  latestDropoffTime: at(1200),
  dropoffOrder: 1,
  ...change,
});
const state = (change: Partial<StationState> = {}): StationState => ({
  now: at(0),
  station: { stationId: 'here', position: north(0), timeZone: 'UTC' },
  maxHoldSeconds: 180,
  etas: new Map([['d1', at(60)]]),
  routes: [route(stop('past', -500), stop('here', 0), stop('skipped', 500, 'skipped'), stop('later', 900))],
  rides: [],
  trips: [],
  loads: [{ routeId: 'route1', freeSeats: 3, freeWheelchairPlaces: 1 }],
  travelSeconds: () => 1,
  ...change,
});
const boardingsOf = (input: StationState) => planInput(input).cars[0]?.promises.map(({ boarding }) => boarding);

describe('planInput', () => {
  it('leads past the later stations where the car still stops', () => {
    expect(planInput(state()).cars).toEqual([
      expect.objectContaining({ etaTime: at(60), laterStations: [north(900)], freeSeats: 3, freeWheelchairPlaces: 1 }),
    ]);
  });

  it.each([
    ['aboard', { aboard: true, stationId: 'long ago' }, [{ at: 'aboard' }]],
    ['of this station', {}, [{ at: 'here', readyTime: at(10) }]],
    ['of a station before this one', { stationId: 'past' }, [{ at: 'aboard' }]],
    [
      'of a later station',
      { stationId: 'later' },
      [{ at: 'later', station: 0, readyTime: at(10), latestPickupTime: at(900) }],
    ],
    ['of a station where the car will not stop', { stationId: 'skipped' }, []],
    ['of another route', { routeId: 'route2' }, []],
  ])('knows where riders get in: %s', (_, change, expected) => {
    expect(boardingsOf(state({ trips: [trip(change)] }))).toEqual(expected);
  });

  it('does not expect riders whom the car has left behind', () => {
    const routes = [route(stop('past', -500, 'departed'), stop('here', 0))];
    expect(boardingsOf(state({ routes, trips: [trip({ stationId: 'past' })] }))).toEqual([]);
  });

  it('gives no seat on a route the ledger does not know', () => {
    expect(planInput(state({ loads: [] })).cars[0]?.freeSeats).toBe(0);
  });

  it('leaves out rides that have a trip already, and lets nobody drive themselves', () => {
    const waiting = (rideId: string, riderId: string) =>
      ({
        rideId,
        riderId,
        excludedDriverIds: ['d7'],
        destination: { position: north(1), name: '' },
      }) as never as WaitingRide;
    const rides = [waiting('r1', 'rider1'), waiting('r2', 'd1')];
    const planned = planInput(state({ rides, trips: [trip({ rideId: 'r1' })] })).rides;
    expect(planned).toEqual([expect.objectContaining({ rideId: 'r2', excludedDriverIds: ['d7', 'd1'] })]);
  });
});

describe('stopsAt', () => {
  it.each<[PickupStatus, boolean]>([
    ['ahead', true],
    ['arrived', true],
    ['departed', false],
    ['skipped', false],
  ])('%s: %s', (status, expected) => {
    expect(stopsAt(route(stop('here', 0, status)), 'here')).toBe(expected);
  });

  it('is false for a station that is not on the route', () => {
    expect(stopsAt(route(stop('there', 0)), 'here')).toBe(false);
  });
});
