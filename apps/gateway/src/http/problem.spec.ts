import { DomainError, type ErrorKind } from '@lastmile/errors';
import { problemOf } from './problem.js';

describe('problemOf', () => {
  it.each<[ErrorKind, number]>([
    ['invalid_argument', 400],
    ['unauthenticated', 401],
    ['permission_denied', 403],
    ['not_found', 404],
    ['already_exists', 409],
    ['failed_precondition', 409],
    ['aborted', 409],
    ['resource_exhausted', 429],
    ['unavailable', 503],
  ])('%s is %i with the domain’s reason', (kind, status) => {
    const error = new DomainError(kind, 'SOME_REASON', 'what happened', { ride_id: '7' });
    expect(problemOf(error, 'r-1')).toEqual({
      type: 'about:blank',
      status,
      detail: 'what happened',
      reason: 'SOME_REASON',
      metadata: { ride_id: '7' },
      requestId: 'r-1',
      title: expect.any(String) as string,
    });
  });

  it('a service that did not answer in time is 504', () => {
    expect(problemOf(new DomainError('unavailable', 'DEADLINE_EXCEEDED', 'too late')).status).toBe(504);
  });

  it.each([new Error('password is hunter2'), new DomainError('internal', 'X', 'hunter2'), 'hunter2', undefined])(
    'nothing of an unexpected failure leaves the process',
    (error) => {
      const problem = problemOf(error);
      expect(problem.status).toBe(500);
      expect(JSON.stringify(problem)).not.toContain('hunter2');
    },
  );
});
