// Hashes a few passwords at a time, with a limited queue: each costs 20 ms of a core. Without limits a flood of sign-in
// attempts would block all other people, and the process would hold all their passwords in memory.
import { DomainError } from '@lastmile/errors';
import fastq from 'fastq';

/** Two of the four threads that Node has for such work; the others resolve names and read files. */
const AT_WORK = 2;
/** About one second of hashing; further callers are told to retry later. */
const MOST_WAITING = 100;

const queue = fastq.promise((work: () => Promise<unknown>) => work(), AT_WORK);

/**
 * Runs the work when it is its turn. @throws DomainError resource_exhausted TOO_MANY_SIGN_INS, with
 * `retry_after_seconds`, when the queue is full
 */
export function inTurn<T>(work: () => Promise<T>): Promise<T> {
  if (queue.length() >= MOST_WAITING) {
    const message = 'too many people sign in at the moment';
    return Promise.reject(
      new DomainError('resource_exhausted', 'TOO_MANY_SIGN_INS', message, { retry_after_seconds: '2' }),
    );
  }
  return queue.push(work) as Promise<T>;
}
