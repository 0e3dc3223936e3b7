import { START, trip } from '../../test/fixtures.js';
import { decideClosing, outcomeForRide } from './ride-claim.state.js';
import * as state from './trip.state.js';

describe('what a trip means for its ride', () => {
  it('is nothing while the trip goes on', () => {
    expect(outcomeForRide(state.accept(trip(), START))).toBeUndefined();
    expect(outcomeForRide(state.accept(trip({ status: 'scheduled' }), START))).toBeUndefined();
  });

  it('is that it waits again, or that it is over', () => {
    expect(outcomeForRide(state.decline(trip(), '', START))).toBe('waits');
    expect(outcomeForRide(state.cancel(trip(), 'driver', '', START))).toBe('waits');
    expect(outcomeForRide(state.cancel(trip(), 'rider', '', START))).toBe('over');
    expect(outcomeForRide(state.dropOff(trip({ status: 'active' }), START))).toBe('over');
  });
});

describe('closing a ride', () => {
  const end = (live: ReturnType<typeof trip>) => state.closeByRider(live, START);

  it('happens once', () => {
    expect(decideClosing({ closed: true }, trip(), false, end)).toEqual({ outcome: 'settled' });
  });

  it('leaves one with a live trip open when only an idle one is to be closed', () => {
    const live = trip();
    expect(decideClosing({ closed: false }, live, true, end)).toEqual({ outcome: 'kept', trip: live });
    expect(decideClosing(undefined, undefined, true, end)).toEqual({ outcome: 'closes', change: undefined });
  });

  it('ends its live trip, and fails as that fails', () => {
    const closing = decideClosing({ closed: false }, trip(), false, end);
    expect(closing).toMatchObject({ outcome: 'closes', change: { trip: { status: 'cancelled' } } });
    expect(() => decideClosing(undefined, trip({ status: 'active' }), false, end)).toThrow(
      expect.objectContaining({ reason: 'RIDE_ABOARD' }),
    );
  });
});
