// The erasing of one person in one service: first nothing new can be written, then what is under way ends, then rows go.
//
// Invariants: after `begin` has committed, no command in the person's name takes effect, and every one that did is visible to
// the job; the job survives restarts and may run any number of times; it ends only when nothing of the person is left.
import { Injectable } from '@nestjs/common';
import { Clock } from '@lastmile/config';
import { Jobs, OnJob } from '@lastmile/events';
import { Database } from '@lastmile/postgres';
import type { Person } from './personal-data.js';
import { PersonalData } from './personal-data.js';
import { eraseRequests, forgetDeadJobs } from './stored-requests.js';
import { Settling } from './settling.js';

const ERASE = 'erase';
const AGAIN_SECONDS = 5;

type Transaction = Parameters<Parameters<Database['transaction']>[0]>[0];

@Injectable()
export class Erasure {
  constructor(
    private readonly database: Database,
    private readonly jobs: Jobs,
    private readonly clock: Clock,
    private readonly data: PersonalData,
    private readonly settling: Settling,
  ) {}

  /** From the commit on the person is unknown here; the rest follows by itself. May be repeated. */
  begin(person: Person): Promise<void> {
    return this.database.transaction((tx) => this.beginIn(tx, person));
  }

  /** The same as part of another transaction, which should lock nothing of the person before. */
  async beginIn(tx: Transaction, { userId, pseudonymId }: Person): Promise<void> {
    await tx.query('SELECT mark_erased($1)', [userId]);
    await this.jobs.enqueue(tx, { name: ERASE, key: userId, data: { userId, pseudonymId } });
  }

  @OnJob(ERASE)
  async run(person: Person): Promise<void> {
    if (!(await this.settling.settle(person))) return this.runLater(person);
    while ((await this.data.erase(person)) > 0);
    await eraseRequests(this.database, person.userId);
    await forgetDeadJobs(this.database, { containing: person.userId });
  }

  /** No failure, so it costs none of the job's attempts: a ride under way may take an hour. */
  private runLater(person: Person): Promise<void> {
    const runAt = new Date(this.clock.now().getTime() + AGAIN_SECONDS * 1_000 * this.clock.speed);
    return this.jobs.enqueue(this.database, { name: ERASE, key: person.userId, data: person, runAt });
  }
}
