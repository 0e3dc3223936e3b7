import fc from 'fast-check';
import { ALONE } from '@lastmile/party';
import { after, DRIVER, load, plan, RIDE, RIDER, START, TRIP, trip } from '../../test/fixtures.js';
import { decideCommit, type CommitInput, type CommitState } from './commit.core.js';
import type { PlannedTrip, RideClaim } from '../trip.types.js';

const rules = { offerSeconds: 20, tariff: { currency: 'USD', baseMinor: 300, perKmMinor: 100 } };
const id = (n: number): string => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`;
const known = (changes: Partial<CommitState> = {}): CommitState => ({
  load: load(),
  claims: new Map(),
  takenRideIds: new Set(),
  promised: new Map(),
  ...changes,
});
const asked = (trips: PlannedTrip[], changes: Partial<CommitInput> = {}): CommitInput => ({
  stationId: '701',
  trips,
  reordered: [],
  identities: trips.map((_, n) => ({ tripId: id(1000 + n), pin: '0042' })),
  ...changes,
});

const parties = fc.array(
  fc.record({ people: fc.integer({ min: 1, max: 6 }), wheelchair: fc.boolean(), flaw: fc.nat({ max: 7 }) }),
  { minLength: 1, maxLength: 8 },
);

describe('decideCommit', () => {
  it('never oversells, answers for every rider, and refuses only with cause', () => {
    fc.assert(
      fc.property(
        parties,
        fc.integer({ min: 1, max: 8 }),
        fc.integer({ min: 0, max: 2 }),
        fc.nat({ max: 8 }),
        (wanted, seats, wheelchairPlaces, held) => {
          const seatsTaken = Math.min(held, seats);
          const trips = wanted.map(({ people, wheelchair }, n) =>
            plan({ party: { ...ALONE, people, wheelchair }, rideId: id(n), riderId: id(100 + n) }),
          );
          const claims = new Map<string, RideClaim>();
          wanted.forEach(({ flaw }, n) => {
            const excludedDriverIds = flaw === 1 ? [DRIVER] : [];
            if (flaw <= 1) claims.set(id(n), { rideId: id(n), closed: flaw === 0, excludedDriverIds });
          });
          const takenRideIds = new Set(wanted.flatMap(({ flaw }, n) => (flaw === 2 ? [id(n)] : [])));
          const state = known({ load: load({ seats, seatsTaken, wheelchairPlaces }), claims, takenRideIds });
          const decision = decideCommit(state, asked(trips), rules, START);

          expect([...decision.trips, ...decision.refused].map(({ rideId }) => rideId).sort()).toEqual(
            trips.map(({ rideId }) => rideId).sort(),
          );
          const sold = decision.trips.reduce((sum, { party }) => sum + party.people, 0);
          expect(seatsTaken + sold).toBeLessThanOrEqual(seats);
          expect(decision.trips.filter(({ party }) => party.wheelchair).length).toBeLessThanOrEqual(wheelchairPlaces);
          for (const { rideId, reason } of decision.refused) {
            const expected = ['ride_closed', 'driver_excluded', 'ride_taken'][wanted[Number(rideId.slice(-2))]!.flaw];
            expect(reason).toBe(expected ?? 'no_seats');
          }
          for (const { rideId } of decision.trips) expect(wanted[Number(rideId.slice(-2))]!.flaw).toBeGreaterThan(2);
        },
      ),
    );
  });

  it('seats a later, smaller party after one that did not fit', () => {
    const trips = [
      plan({ rideId: id(1), party: { ...ALONE, people: 4 } }),
      plan({ rideId: id(2), riderId: id(9), party: { ...ALONE, people: 3 } }),
    ];
    const { trips: seated, refused } = decideCommit(known(), asked(trips), rules, START);
    expect(seated.map(({ rideId }) => rideId)).toEqual([id(2)]);
    expect(refused).toEqual([{ rideId: id(1), reason: 'no_seats' }]);
  });

  it('offers with a time to answer, or schedules at once on a route that accepts by itself', () => {
    const [offered] = decideCommit(known(), asked([plan()]), rules, START).trips;
    expect(offered).toMatchObject({ status: 'offered', offerExpireTime: after(20), version: 1, pin: '0042' });
    expect(offered?.pinExpireTime).toEqual(after(900 + 900));
    const [scheduled] = decideCommit(known({ load: load({ autoAccept: true }) }), asked([plan()]), rules, START).trips;
    expect(scheduled).toMatchObject({ status: 'scheduled', acceptTime: START });
    expect(scheduled?.offerExpireTime).toBeUndefined();
  });

  it('does not let drivers ride with themselves', () => {
    const trips = [plan({ riderId: DRIVER })];
    expect(decideCommit(known(), asked(trips), rules, START).refused).toEqual([
      { rideId: RIDE, reason: 'driver_excluded' },
    ]);
  });

  it('refuses a closed route', () => {
    expect(() => decideCommit(known({ load: load({ open: false }) }), asked([plan()]), rules, START)).toThrow(
      expect.objectContaining({ reason: 'ROUTE_CLOSED' }),
    );
  });

  describe('with trips promised before', () => {
    const promised = new Map([[TRIP, trip({ rideId: id(7) })]]);
    const timing = (seconds: number, tripId = TRIP) => ({ tripId, dropoffOrder: 2, dropoffTime: after(seconds) });

    it('re-times them when somebody gets a seat', () => {
      const input = asked([plan()], { reordered: [timing(1200)] });
      const { retimed } = decideCommit(known({ promised }), input, rules, START);
      expect(retimed.map(({ trip: moved }) => moved)).toMatchObject([{ dropoffOrder: 2, dropoffTime: after(1200) }]);
    });

    it('leaves them alone when nobody does', () => {
      const input = asked([plan()], { reordered: [timing(1200)] });
      const { retimed } = decideCommit(known({ promised, takenRideIds: new Set([RIDE]) }), input, rules, START);
      expect(retimed).toEqual([]);
    });

    it.each([
      ['BREAKS_PROMISE', timing(1501)],
      ['TRIP_NOT_FOUND', timing(1200, RIDER)],
    ])('refuses everybody with %s', (reason, bad) => {
      const input = asked([plan()], { reordered: [bad] });
      expect(() => decideCommit(known({ promised }), input, rules, START)).toThrow(expect.objectContaining({ reason }));
    });
  });
});
