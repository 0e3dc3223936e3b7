// A ride reaches the same final state even if the events of its trips come late, twice or out of order.
import fc from 'fast-check';
import { aRide, after, NOW } from '../../test/fixtures.js';
import { applyTripStep, cancel, close, isOpen, type RideChange } from './ride.state.js';
import type { Ride, RideStatus, TripStatus, TripStep } from '../rider.types.js';

type Event = TripStep | { readonly closed: 'cancelled' | 'expired' };

const apply = (ride: Ride, event: Event, now = NOW): RideChange =>
  'closed' in event ? close(ride, event.closed === 'cancelled', now) : applyTripStep(ride, event, now);
const applyAll = (events: readonly Event[], ride = aRide()): Ride =>
  events.reduce((before, event) => apply(before, event).ride, ride);

/** The `n`-th trip of the ride, of the `n`-th driver; its last step says whether the ride waits again. */
const tripSteps = (n: number, statuses: readonly TripStatus[], reopens: boolean): TripStep[] =>
  statuses.map((status, step) => ({
    rideId: 'ride',
    tripId: `trip-${n}`,
    driverId: `driver-${n}`,
    createTime: after(n),
    version: step + 1,
    status,
    reopensRide: reopens && step === statuses.length - 1,
  }));

const PATHS_BACK: readonly TripStatus[][] = [
  ['offered', 'declined'],
  ['offered', 'expired'],
  ['offered', 'cancelled'],
  ['offered', 'scheduled', 'cancelled'],
  ['offered', 'scheduled', 'arrived', 'cancelled'],
  ['scheduled', 'no_show'],
];
const LAST_PATHS: readonly TripStatus[][] = [
  ['offered'],
  ['offered', 'scheduled', 'arrived'],
  ['scheduled', 'arrived', 'active', 'completed'],
  ['offered', 'scheduled', 'active'],
  ['scheduled', 'arrived', 'no_show'],
];

/** The events that the ledger may publish about one ride, in the order they happened, and the ride's status after them. */
const history: fc.Arbitrary<{ events: Event[]; status: RideStatus; drivers: string[] }> = fc
  .record({
    back: fc.array(fc.constantFrom(...PATHS_BACK), { maxLength: 4 }),
    end: fc.oneof(
      fc.constantFrom('waiting', 'cancelled while waiting', 'expired' as const),
      fc.constantFrom(...LAST_PATHS),
      fc.constantFrom<TripStatus[]>(['offered'], ['offered', 'scheduled']).map((path) => ({ cancelledAfter: path })),
    ),
  })
  .map(({ back, end }) => {
    const events: Event[] = back.flatMap((path, n) => tripSteps(n, path, true));
    const drivers = back.map((_, n) => `driver-${n}`);
    const last = (path: readonly TripStatus[]) => tripSteps(back.length, path, false);
    if (end === 'waiting') return { events, drivers, status: 'waiting' };
    if (end === 'expired') return { events: [...events, { closed: 'expired' }], drivers, status: 'expired' };
    if (typeof end === 'string') return { events: [...events, { closed: 'cancelled' }], drivers, status: 'cancelled' };
    if ('cancelledAfter' in end) {
      const steps = last([...end.cancelledAfter, 'cancelled']);
      return { events: [...events, ...steps, { closed: 'cancelled' }], drivers, status: 'cancelled' };
    }
    return { events: [...events, ...last(end)], drivers, status: end.at(-1) as RideStatus };
  });

/** The events as they may arrive: shuffled and with duplicates. */
const arrivals = history.chain(({ events, ...end }) => {
  const repeats = events.length === 0 ? fc.constant([]) : fc.array(fc.constantFrom(...events), { maxLength: 6 });
  const delivered = repeats.chain((more) => {
    const all = [...events, ...more];
    return fc.shuffledSubarray(all, { minLength: all.length });
  });
  return fc.record({ events: fc.constant(events), delivered, end: fc.constant(end) });
});

/** Everything except the version. */
const essence = ({ version: _version, ...ride }: Ride) => ride;

test('any order and repetition of a history ends in the same ride', () => {
  fc.assert(
    fc.property(arrivals, ({ events, delivered, end }) => {
      const ride = applyAll(events);
      expect(ride.status).toBe(end.status);
      expect(ride.excludedDriverIds).toEqual(end.drivers);
      expect(essence(applyAll(delivered))).toEqual(essence(ride));
    }),
    { numRuns: 2000 },
  );
});

test('at every moment: what is over stays, the version counts changes, the excluded only grow, the end has a time', () => {
  fc.assert(
    fc.property(arrivals, ({ delivered }) => {
      let ride = aRide();
      for (const event of delivered) {
        const before = ride;
        ride = apply(before, event).ride;
        if (!isOpen(before)) expect(ride.status).toBe(before.status);
        expect(ride.version).toBe(ride === before ? before.version : before.version + 1);
        expect(ride.excludedDriverIds).toEqual(expect.arrayContaining([...before.excludedDriverIds]));
        expect(isOpen(ride)).toBe(ride.endTime === undefined);
        expect(apply(ride, event).ride).toBe(ride);
      }
    }),
  );
});

test('each end and each reopening is told once, however often its event comes', () => {
  fc.assert(
    fc.property(arrivals, ({ delivered }) => {
      let ride = aRide();
      const told: string[] = [];
      for (const event of delivered) {
        const change = apply(ride, event);
        ride = change.ride;
        if (change.tell) told.push(change.tell === 'reopened' ? `reopened by ${ride.trip?.tripId}` : 'end');
      }
      expect(new Set(told).size).toBe(told.length);
      expect(told.includes('end')).toBe(ride.status === 'cancelled' || ride.status === 'expired');
    }),
  );
});

describe('one by one', () => {
  const [offeredByA, declinedByA] = tripSteps(0, ['offered', 'declined'], true) as [TripStep, TripStep];
  const [offeredByB] = tripSteps(1, ['offered'], false) as [TripStep];

  test('a late decline does not take back the next offer', () => {
    const ride = applyAll([offeredByA, offeredByB, declinedByA]);
    expect(ride).toMatchObject({ status: 'offered', trip: { tripId: 'trip-1' }, excludedDriverIds: ['driver-0'] });
    expect(applyTripStep(applyAll([offeredByA, offeredByB]), declinedByA, NOW).tell).toBeUndefined();
  });

  test.each(['declined', 'expired'] as const)(
    'an offer that ended as %s and opens nothing again ends the ride',
    (status) => {
      const [, ended] = tripSteps(0, ['offered', status], false) as [TripStep, TripStep];
      expect(applyAll([offeredByA, ended])).toMatchObject({ status: 'expired', endTime: NOW, excludedDriverIds: [] });
    },
  );

  test('of two trips that began at one moment the first that is heard of counts', () => {
    const sameTime = { ...offeredByB, createTime: offeredByA.createTime };
    expect(applyAll([offeredByA, sameTime])).toMatchObject({ trip: { tripId: 'trip-0' } });
  });

  test('a reopened ride is told of as long as somebody may still come', () => {
    const offered = applyAll([offeredByA]);
    expect(applyTripStep(offered, declinedByA, NOW)).toMatchObject({ tell: 'reopened', ride: { status: 'waiting' } });
    const late = applyTripStep(offered, declinedByA, offered.latestPickupTime);
    expect(late.ride.status).toBe('waiting');
    expect(late.tell).toBeUndefined();
  });

  test.each<[RideStatus, string]>([
    ['active', 'RIDE_ABOARD'],
    ['completed', 'RIDE_ENDED'],
    ['expired', 'RIDE_ENDED'],
    ['no_show', 'RIDE_ENDED'],
  ])('a rider cannot cancel when %s', (status, reason) => {
    expect(() => cancel(aRide({ status }), NOW)).toThrow(
      expect.objectContaining({ kind: 'failed_precondition', reason }) as Error,
    );
  });

  test.each<RideStatus>(['waiting', 'offered', 'scheduled', 'arrived'])('a rider can cancel when %s', (status) => {
    expect(cancel(aRide({ status }), NOW)).toMatchObject({
      tell: 'cancelled',
      ride: { status: 'cancelled', endTime: NOW, version: 2 },
    });
  });

  test('cancelling what is cancelled changes nothing', () => {
    const cancelled = cancel(aRide(), NOW).ride;
    expect(cancel(cancelled, after(60))).toEqual({ ride: cancelled });
    expect(cancel(cancelled, after(60)).ride).toBe(cancelled);
  });
});
