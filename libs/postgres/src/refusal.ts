// A refusal whose changes are committed; the caller still gets the error.
import type { DomainError } from '@lastmile/errors';

export class Refusal {
  constructor(readonly error: DomainError) {}
}

/**
 * Return this from a transaction to commit and then throw `error`: a wrong PIN is counted and refused. Throwing the
 * error instead rolls everything back, which is right for nearly every other refusal.
 */
export const refuse = (error: DomainError): Refusal => new Refusal(error);
