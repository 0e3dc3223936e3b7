import { Metadata, status as Code } from '@grpc/grpc-js';
import { DomainError } from '@lastmile/errors';
import { fromStatus, toStatus } from './status.js';

describe('fromStatus', () => {
  it('gives back what a service of ours has said', () => {
    const said = new DomainError('failed_precondition', 'OFF_DUTY', 'no started route', { driver_id: '7' });
    const heard = fromStatus(toStatus(said) as never);
    expect(heard).toMatchObject({ kind: said.kind, reason: 'OFF_DUTY', metadata: { driver_id: '7' } });
    expect(heard.message).toBe('no started route');
  });

  it.each([
    [Code.UNAVAILABLE, 'UNAVAILABLE'],
    [Code.DEADLINE_EXCEEDED, 'DEADLINE_EXCEEDED'],
    [Code.CANCELLED, 'CANCELLED'],
    [Code.RESOURCE_EXHAUSTED, 'RESOURCE_EXHAUSTED'],
    [Code.UNKNOWN, 'UNKNOWN'],
  ])('keeps addresses of the inside to itself: %i', (code, reason) => {
    const details = 'Deadline exceeded after 5.001s,LB pick: 0.002s,remote_addr=10.42.0.17:50055';
    const heard = fromStatus({ code, details, metadata: new Metadata() });
    expect(heard.reason).toBe(reason);
    expect(heard.message).not.toContain('10.42');
    // For the log.
    expect(heard.cause).toMatchObject({ details });
  });
});
