import { ALONE } from '@lastmile/party';
import { at, north } from '../../test/plan-inputs.js';
import { commitOf, unservedBy } from './match-round.core.js';
import type { LiveTrip, WaitingRide } from '../matching.types.js';
import type { CarPlan, Plan } from './plan.types.js';

const COMMAND = { requestId: 'match-1', driverId: 'd1', stationId: 's1', approaching: [] };
const JOINING = {
  pickupTime: at(0),
  dropoffTime: at(300),
  latestDropoffTime: at(900),
  dropoffOrder: 2,
  addedDetourSeconds: 40,
};

const carPlan = (change: Partial<CarPlan> = {}): CarPlan => ({
  driverId: 'd1',
  routeId: 'route1',
  departTime: at(0),
  stops: [],
  joining: [{ ...JOINING, rideId: 'r1' }],
  detourSeconds: 0,
  ...change,
});
const plan = (change: Partial<Plan> = {}): Plan => ({ cars: [carPlan()], unserved: [], ...change });
const ride = (rideId: string): WaitingRide => ({
  rideId,
  riderId: `rider of ${rideId}`,
  riderName: 'Ana',
  pickup: { position: north(0), name: '' },
  destination: { position: north(2000), name: '' },
  party: ALONE,
  readyTime: at(0),
  latestPickupTime: at(900),
  directSeconds: 300,
  maxRideSeconds: 690,
  excludedDriverIds: [],
  requestTime: at(-600),
  version: 1,
});
const promised = (pickupTime: Date): LiveTrip => ({
  tripId: 't0',
  rideId: 'r0',
  routeId: 'route1',
  stationId: 's1',
  aboard: false,
  destination: north(100),
  readyTime: at(0),
  pickupTime,
  latestPickupTime: at(900),
  dropoffTime: at(1000),
  latestDropoffTime: at(1200),
  dropoffOrder: 1,
});

describe('commitOf', () => {
  it('names the round, so that each may be repeated on its own', () => {
    const known = { rides: [ride('r1')], trips: [] };
    const ids = [1, 2].map((round) => commitOf(plan(), COMMAND, known, round)?.requestId);
    expect(ids).toEqual(['match-1:1', 'match-1:2']);
  });

  it('asks for nothing when nobody joins the calling driver', () => {
    const known = { rides: [ride('r1')], trips: [] };
    expect(commitOf(plan({ cars: [carPlan({ joining: [] })] }), COMMAND, known, 1)).toBeUndefined();
    expect(commitOf(plan({ cars: [carPlan({ driverId: 'd2' })] }), COMMAND, known, 1)).toBeUndefined();
  });

  it('re-times promised riders, never before the pickup they were told', () => {
    const stops = [{ rideId: 'r0', tripId: 't0', dropoffOrder: 1, dropoffTime: at(60) }];
    const retimed = (pickupTime: Date) =>
      commitOf(plan({ cars: [carPlan({ stops })] }), COMMAND, { rides: [ride('r1')], trips: [promised(pickupTime)] }, 1)
        ?.reordered[0]?.dropoffTime;
    expect(retimed(at(30))).toEqual(at(60));
    expect(retimed(at(90))).toEqual(at(90.001));
  });

  it('takes the best eight of a crowd', () => {
    const rides = Array.from({ length: 12 }, (_, i) => ride(`r${i}`));
    const joining = rides.map(({ rideId }) => ({ ...JOINING, rideId }));
    const commit = commitOf(plan({ cars: [carPlan({ joining })] }), COMMAND, { rides, trips: [] }, 1);
    expect(commit?.trips.map((trip) => trip.ride)).toEqual(rides.slice(0, 8));
  });
});

describe('unservedBy', () => {
  it('has a reason for riders of other cars and for those the ledger refused, not for those who wait no more', () => {
    const other = carPlan({ driverId: 'd2', joining: [{ ...JOINING, rideId: 'theirs' }] });
    const unserved = [{ rideId: 'nobody', reason: 'no_seat' as const }];
    const refused = new Map([
      ['declined', 'driver_excluded' as const],
      ['late', 'no_seats' as const],
      ['taken', 'ride_taken' as const],
      ['cancelled', 'ride_closed' as const],
    ]);
    expect(unservedBy(plan({ cars: [carPlan(), other], unserved }), 'd1', refused)).toEqual([
      { rideId: 'nobody', reason: 'no_seat', driverId: undefined },
      { rideId: 'theirs', reason: 'better_with_another_driver', driverId: 'd2' },
      { rideId: 'declined', reason: 'drivers_excluded', driverId: undefined },
      { rideId: 'late', reason: 'no_seat', driverId: undefined },
    ]);
  });
});
