import { DomainError, failedPrecondition, invalidArgument, isDomainError, notFound } from './index.js';

describe('DomainError', () => {
  it('keeps kind, reason, metadata and cause', () => {
    const cause = new Error('socket closed');
    const error = new DomainError('unavailable', 'STATION_DOWN', 'try later', { station: 's1' }, { cause });
    expect(error).toMatchObject({ kind: 'unavailable', reason: 'STATION_DOWN', metadata: { station: 's1' }, cause });
    expect(isDomainError(error)).toBe(true);
    expect(isDomainError(cause)).toBe(false);
  });

  it('derives the reason of a missing thing from its name', () => {
    expect(notFound('ride request', 'r-1')).toMatchObject({
      reason: 'RIDE_REQUEST_NOT_FOUND',
      metadata: { id: 'r-1' },
    });
  });

  it('names the offending field', () => {
    expect(invalidArgument('seats', 'must be at least 1').metadata).toEqual({ field: 'seats' });
    expect(failedPrecondition('TRIP_DEPARTED', 'the car has left').metadata).toEqual({});
  });
});
