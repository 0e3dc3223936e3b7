// Erases one person in one service: first no new data can be written, then everything under way ends, then rows are
// erased.
//
// Invariants: after `begin` has committed, no command of the person takes effect, and the job sees the effects of all
// earlier ones; the job survives restarts and may run any number of times; it ends only when no data of the person is
// left.
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

  /** After the commit the person is unknown here; the erasure then runs as a job. May be repeated. */
  begin(person: Person): Promise<void> {
    return this.database.transaction((tx) => this.beginIn(tx, person));
  }

  /** The same as part of another transaction, which should not lock rows of the person before. */
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

  /** This is not a failure, so it does not use up attempts of the job: a ride under way may take an hour. */
  private runLater(person: Person): Promise<void> {
    const runAt = new Date(this.clock.now().getTime() + AGAIN_SECONDS * 1_000 * this.clock.speed);
    return this.jobs.enqueue(this.database, { name: ERASE, key: person.userId, data: person, runAt });
  }
}
