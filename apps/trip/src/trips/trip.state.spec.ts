import fc from 'fast-check';
import { isDomainError } from '@lastmile/errors';
import { after, START, trip } from '../../test/fixtures.js';
import * as state from './trip.state.js';
import { LIVE_STATUSES, ACTORS, type Actor, type Trip, type TripStatus } from '../trip.types.js';

type Step = (trip: Trip, now: Date) => state.Change;

const pin = fc.constantFrom('0042', '9999', '');
const steps: fc.Arbitrary<{ name: string; run: Step }> = fc.oneof(
  fc.constant({ name: 'accept', run: state.accept as Step }),
  fc.constant({ name: 'decline', run: ((t, now) => state.decline(t, 'busy', now)) as Step }),
  fc.constant({ name: 'lapse', run: state.lapse as Step }),
  fc.constant({ name: 'arrive', run: state.arrive as Step }),
  pin.map((digits) => ({ name: `board ${digits}`, run: ((t, now) => state.board(t, digits, now)) as Step })),
  fc.constant({ name: 'dropOff', run: state.dropOff as Step }),
  fc
    .constantFrom(...ACTORS)
    .map((by) => ({ name: `cancel ${by}`, run: ((t, now) => state.cancel(t, by, 'why', now)) as Step })),
  fc
    .constantFrom('rider' as const, 'driver' as const)
    .map((by) => ({ name: `noShow ${by}`, run: ((t, now) => state.reportNoShow(t, by, 180, now)) as Step })),
  fc
    .tuple(fc.constantFrom('rider' as const, 'driver' as const), fc.integer({ min: -1, max: 7 }))
    .map(([by, stars]) => ({ name: `rate ${stars}`, run: ((t, now) => state.rate(t, by, stars, now)) as Step })),
  fc.integer({ min: 0, max: 2000 }).map((seconds) => ({
    name: `retime ${seconds}`,
    run: ((t, now) => state.retime(t, { tripId: t.tripId, dropoffOrder: 2, dropoffTime: after(seconds) }, now)) as Step,
  })),
);
const course = fc.array(fc.tuple(steps, fc.integer({ min: 0, max: 400 })), { maxLength: 25 });

const ALLOWED = new Set(
  Object.values(state.TRANSITIONS).flatMap(({ from, to }) => from.map((status) => `${status} → ${to}`)),
);

describe('a trip under any sequence of commands', () => {
  it('moves only along the table, and a refused command leaves it untouched', () => {
    fc.assert(
      fc.property(course, (commands) => {
        let now = START;
        let current = trip();
        for (const [{ run }, seconds] of commands) {
          now = after(seconds, now);
          const before = structuredClone(current);
          let change: state.Change;
          try {
            change = run(current, now);
          } catch (error) {
            expect(isDomainError(error)).toBe(true);
            expect(current).toEqual(before);
            continue;
          }
          expect(current).toEqual(before);
          expectLegal(before, change);
          current = change.trip;
        }
      }),
      { numRuns: 2000 },
    );
  });

  function expectLegal(before: Trip, { trip: next, reopensRide, refusal }: state.Change): void {
    if (next.status !== before.status) expect(ALLOWED).toContain(`${before.status} → ${next.status}`);
    if (refusal) expect(next).toEqual({ ...before, wrongPins: before.wrongPins + 1 });
    else expect([before.version, before.version + 1]).toContain(next.version);
    if (next.version === before.version && !refusal) expect(next).toEqual(before);
    expect(next.wrongPins).toBeLessThanOrEqual(state.MAX_WRONG_PINS);
    expect(next.dropoffTime <= next.latestDropoffTime && next.dropoffTime > next.pickupTime).toBe(true);
    expect(next.endTime === undefined).toBe(state.isLive(next));
    expect(next.endedBy !== undefined).toBe(!state.isLive(next) && next.status !== 'completed');
    expect(next.boardTime !== undefined).toBe(next.status === 'active' || next.status === 'completed');
    if (next.acceptTime) expect(next.acceptTime < next.offerExpireTime!).toBe(true);
    if (reopensRide) expect(state.isLive(before) && !state.isLive(next)).toBe(true);
    // Every end either lets the ride wait again or ends it: a rider is never left in between.
    if (state.isLive(before) && !state.isLive(next)) expect(reopensRide).toBe(!state.endsRide(next));
    else expect(state.endsRide(next)).toBe(state.endsRide(before));
  }
});

describe('the table', () => {
  it('is what the commands do, from every status', () => {
    const runs: Record<state.Command, (t: Trip, by: Actor) => state.Change> = {
      accept: (t) => state.accept(t, START),
      decline: (t) => state.decline(t, '', START),
      lapse: (t) => state.lapse(t, START),
      arrive: (t) => state.arrive(t, START),
      board: (t) => state.board(t, '0042', START),
      dropOff: (t) => state.dropOff(t, START),
      cancel: (t, by) => state.cancel(t, by, '', START),
      reportRiderNoShow: (t) => state.reportNoShow(t, 'driver', 180, after(3600)),
      reportDriverNoShow: (t) => state.reportNoShow(t, 'rider', 180, after(3600)),
    };
    for (const [command, { from, to, by, reopensFor }] of Object.entries(state.TRANSITIONS)) {
      for (const actor of by) {
        for (const status of from as readonly TripStatus[]) {
          const change = runs[command as state.Command](trip({ status }), actor);
          expect([command, change.trip.status, change.actor]).toEqual([command, to, actor]);
          expect([command, change.reopensRide]).toEqual([command, (reopensFor as readonly Actor[]).includes(actor)]);
        }
      }
    }
  });

  it('leaves no ended status', () => {
    for (const { from } of Object.values(state.TRANSITIONS)) {
      for (const status of from) expect(LIVE_STATUSES).toContain(status);
    }
  });
});

const refusal = (reason: string, metadata: object = {}) => expect.objectContaining({ reason, metadata });

describe('accept', () => {
  it('schedules until the very end of the offer, not after it', () => {
    expect(state.accept(trip(), after(19.999)).trip).toMatchObject({ status: 'scheduled', version: 2 });
    expect(() => state.accept(trip(), after(20))).toThrow(refusal('OFFER_EXPIRED'));
    expect(() => state.accept(trip({ status: 'expired' }), after(30))).toThrow(refusal('OFFER_EXPIRED'));
  });

  it('returns an accepted trip as it is', () => {
    const scheduled = trip({ status: 'scheduled' });
    expect(state.accept(scheduled, after(500)).trip).toBe(scheduled);
  });

  it('names the status that does not allow it', () => {
    const cancelled = trip({ status: 'cancelled' });
    expect(() => state.accept(cancelled, START)).toThrow(refusal('ILLEGAL_TRANSITION', { status: 'cancelled' }));
  });
});

describe('board', () => {
  const arrived = trip({ status: 'arrived' });

  it('counts wrong PINs down and locks after five, even for the right one', () => {
    let current = arrived;
    for (const left of ['4', '3', '2', '1', '0']) {
      const change = state.board(current, '9999', after(60));
      expect(change.refusal).toMatchObject({ reason: 'WRONG_PIN', metadata: { attempts_left: left } });
      expect(change.trip.status).toBe('arrived');
      current = change.trip;
    }
    expect(() => state.board(current, '0042', after(60))).toThrow(refusal('PIN_LOCKED'));
  });

  it('does not count attempts on trips that cannot be boarded', () => {
    expect(() => state.board(trip(), '9999', START)).toThrow(refusal('ILLEGAL_TRANSITION', { status: 'offered' }));
  });

  it('takes no PIN after its time', () => {
    expect(state.board(arrived, '0042', after(1799)).trip.status).toBe('active');
    expect(() => state.board(arrived, '0042', after(1800))).toThrow(refusal('PIN_EXPIRED'));
  });
});

describe('reportNoShow', () => {
  it('lets the driver go three minutes after both were due, whichever was later', () => {
    const early = trip({ status: 'arrived', arriveTime: after(60), readyTime: after(120) });
    const late = trip({ status: 'arrived', arriveTime: after(500), readyTime: after(120) });
    const wait = (retry: Date) => refusal('TOO_EARLY', { retry_time: retry.toISOString() });
    expect(() => state.reportNoShow(early, 'driver', 180, after(299))).toThrow(wait(after(300)));
    expect(() => state.reportNoShow(late, 'driver', 180, after(679))).toThrow(wait(after(680)));
    expect(state.reportNoShow(late, 'driver', 180, after(680))).toMatchObject({
      trip: { status: 'no_show', endedBy: 'driver' },
      reopensRide: false,
    });
  });

  it('lets the rider go once the promised pickup has passed, and wait for another car', () => {
    const scheduled = trip({ status: 'scheduled' });
    expect(() => state.reportNoShow(scheduled, 'rider', 180, after(899))).toThrow(
      refusal('TOO_EARLY', { retry_time: after(900).toISOString() }),
    );
    expect(state.reportNoShow(scheduled, 'rider', 180, after(900))).toMatchObject({ reopensRide: true });
  });
});

describe('rate', () => {
  const completed = trip({ status: 'completed' });

  it('rates the other side, once', () => {
    const byRider = state.rate(completed, 'rider', 5, START).trip;
    const byBoth = state.rate(byRider, 'driver', 4, START).trip;
    expect(byBoth).toMatchObject({ driverRating: 5, riderRating: 4, version: 3 });
    expect(() => state.rate(byBoth, 'rider', 1, START)).toThrow(refusal('ALREADY_RATED'));
  });

  it('waits for the end', () => {
    const active = trip({ status: 'active' });
    expect(() => state.rate(active, 'rider', 5, START)).toThrow(refusal('ILLEGAL_TRANSITION', { status: 'active' }));
  });
});

describe('retime', () => {
  const to = (seconds: number) => ({ tripId: trip().tripId, dropoffOrder: 3, dropoffTime: after(seconds) });

  it('moves the drop-off up to the promise', () => {
    expect(state.retime(trip(), to(1500), START).trip).toMatchObject({ dropoffOrder: 3, dropoffTime: after(1500) });
    expect(() => state.retime(trip(), to(1501), START)).toThrow(refusal('BREAKS_PROMISE', { trip_id: trip().tripId }));
  });

  it('is no change when nothing differs', () => {
    const timed = trip({ dropoffOrder: 3, dropoffTime: after(1000) });
    expect(state.retime(timed, to(1000), START).trip).toBe(timed);
  });
});

describe('a command that comes twice', () => {
  it.each<[string, TripStatus, (t: Trip) => state.Change, Actor]>([
    ['a decline', 'declined', (t) => state.decline(t, 'again', after(500)), 'driver'],
    ['a drop-off', 'completed', (t) => state.dropOff(t, after(500)), 'driver'],
    ['an accept', 'scheduled', (t) => state.accept(t, after(500)), 'driver'],
    ['a timer that fires late', 'scheduled', (t) => state.lapse(t, after(500)), 'platform'],
  ])('%s changes nothing the second time', (_what, status, again, actor) => {
    const before = trip({ status });
    expect(again(before)).toEqual({ before, trip: before, actor, time: after(500), reopensRide: false });
    expect(again(before).trip).toBe(before);
  });
});

describe('what a trip remembers', () => {
  it('is when each step was made, and why it ended', () => {
    const accepted = state.accept(trip(), after(1)).trip;
    const arrived = state.arrive(accepted, after(2)).trip;
    const aboard = state.board(arrived, '0042', after(3)).trip;
    const done = state.dropOff(aboard, after(4));
    expect(done).toMatchObject({ actor: 'driver', time: after(4) });
    const times = { acceptTime: after(1), arriveTime: after(2), boardTime: after(3), endTime: after(4) };
    expect(done.trip).toMatchObject({ status: 'completed', version: 5, ...times });
    expect(state.decline(trip(), 'busy', after(5)).trip).toMatchObject({
      ...{ status: 'declined', endedBy: 'driver', endReason: 'busy', endTime: after(5) },
    });
    expect(state.lapse(trip(), after(6)).trip).toMatchObject({ endedBy: 'platform', endReason: '' });
  });
});

describe('the end of a ride', () => {
  it.each<[Partial<Trip>, boolean]>([
    [{ status: 'completed' }, true],
    [{ status: 'cancelled', endedBy: 'rider' }, true],
    [{ status: 'cancelled', endedBy: 'driver' }, false],
    [{ status: 'declined', endedBy: 'driver' }, false],
    [{ status: 'expired', endedBy: 'platform' }, false],
    [{ status: 'no_show', endedBy: 'driver' }, true],
    [{ status: 'no_show', endedBy: 'rider' }, false],
    [{ status: 'active' }, false],
  ])('of a trip that is %j: %s', (changes, ends) => {
    expect(state.endsRide(trip(changes))).toBe(ends);
  });
});

describe('closing', () => {
  it('by the rider is refused in the car', () => {
    expect(() => state.closeByRider(trip({ status: 'active' }), START)).toThrow(refusal('RIDE_ABOARD'));
    expect(state.closeByRider(trip(), START).trip).toMatchObject({ status: 'cancelled', endedBy: 'rider' });
  });

  it('with its route lets offers expire, and cancels what is scheduled only when told to', () => {
    const inUse = refusal('ROUTE_HAS_RIDERS', { trip_id: trip().tripId });
    expect(state.closeWithRoute(trip(), false, START).trip.status).toBe('expired');
    expect(() => state.closeWithRoute(trip({ status: 'scheduled' }), false, START)).toThrow(inUse);
    expect(state.closeWithRoute(trip({ status: 'scheduled' }), true, START).trip).toMatchObject({
      ...{ status: 'cancelled', endedBy: 'driver' },
    });
    expect(() => state.closeWithRoute(trip({ status: 'active' }), true, START)).toThrow(inUse);
  });
});

describe('a refusal', () => {
  it.each<[string, () => state.Change]>([
    ['accepted', () => state.accept(trip({ status: 'declined' }), START)],
    ['declined', () => state.decline(trip({ status: 'active' }), '', START)],
    ['set to arrived', () => state.arrive(trip(), START)],
    ['boarded', () => state.board(trip(), '0042', START)],
    ['completed', () => state.dropOff(trip(), START)],
    ['cancelled', () => state.cancel(trip({ status: 'active' }), 'rider', '', START)],
    ['reported as a no-show', () => state.reportNoShow(trip({ status: 'active' }), 'rider', 180, after(3600))],
    [
      're-timed',
      () => state.retime(trip({ status: 'completed' }), { tripId: '', dropoffOrder: 1, dropoffTime: START }, START),
    ],
  ])('says that the trip cannot be %s', (past, command) => {
    expect(command).toThrow(new RegExp(`cannot be ${past}$`));
  });

  it.each([0, 6, 2.5])('meets a rating of %d', (stars) => {
    const rated = () => state.rate(trip({ status: 'completed' }), 'rider', stars, START);
    expect(rated).toThrow(expect.objectContaining({ kind: 'invalid_argument', metadata: { field: 'rating' } }));
  });

  it('meets a drop-off that is not after the pickup', () => {
    const { pickupTime: dropoffTime, tripId } = trip();
    expect(() => state.retime(trip(), { tripId, dropoffOrder: 1, dropoffTime }, START)).toThrow(
      expect.objectContaining({ kind: 'invalid_argument', metadata: { field: 'reordered.dropoffTime' } }),
    );
  });
});
