// Passwords are hashed a few at a time, and so many wait: each costs 20 ms of a core, so a crowd of guessers would keep everybody
// else out for as long as it likes, and the process would hold all of their passwords meanwhile.
import { DomainError } from '@lastmile/errors';
import fastq from 'fastq';

/** Two of the four threads that Node has for such work; the others look up names and read files. */
const AT_WORK = 2;
/** A second of hashing; who would wait longer is told to come again. */
const MOST_WAITING = 100;

const queue = fastq.promise((work: () => Promise<unknown>) => work(), AT_WORK);

/** Runs it in its turn. @throws DomainError resource_exhausted TOO_MANY_SIGN_INS, with `retry_after_seconds`, when too many wait */
export function inTurn<T>(work: () => Promise<T>): Promise<T> {
  if (queue.length() >= MOST_WAITING) {
    const message = 'too many people sign in at the moment';
    return Promise.reject(
      new DomainError('resource_exhausted', 'TOO_MANY_SIGN_INS', message, { retry_after_seconds: '2' }),
    );
  }
  return queue.push(work) as Promise<T>;
}
