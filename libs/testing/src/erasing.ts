// Erases people like the platform does: the user service's event, the jobs that follow, and a search in everything a
// service stores.
import { randomUUID } from 'node:crypto';
import { UserErased } from '@lastmile/contracts';
import { EventBus, ServiceGraph } from '@lastmile/events';
import { APPS_DIRECTORY } from '@lastmile/postgres';
import type { TestDatabase } from './test-database.js';
import { waitFor } from './wait-for.js';

export interface ErasedPerson {
  readonly userId: string;
  readonly pseudonymId: string;
}

export class Erasing {
  constructor(
    private readonly db: TestDatabase,
    private readonly service: string,
  ) {}

  /** Sends the service the event that an account is erased. */
  async tell(userId: string, pseudonymId: string = randomUUID()): Promise<ErasedPerson> {
    const bus = new EventBus('user', new ServiceGraph(APPS_DIRECTORY));
    const person = { userId, pseudonymId };
    await this.db.databaseOf('user').transaction((tx) =>
      bus.publish(tx, {
        type: 'user.erased',
        aggregateId: userId,
        version: 2,
        time: new Date(),
        data: UserErased.toJSON(person),
      }),
    );
    return person;
  }

  /** Waits until the person is known to be erased; the erasure itself may still be running. */
  async marked({ userId }: ErasedPerson): Promise<void> {
    const marks = () =>
      this.db.admin(`SELECT FROM ${this.schema}.erased_people WHERE person_hash = sha256(convert_to($1, 'UTF8'))`, [
        userId,
      ]);
    await waitFor(async () => (await marks()).length > 0, { what: 'the person is marked' });
  }

  /** Waits until all events are handled and all erasures are done; delays between attempts are skipped. */
  async done(): Promise<void> {
    await waitFor(
      async () => {
        await this.tryNow();
        return (await this.waiting()).length === 0;
      },
      { what: 'everybody is erased' },
    );
  }

  /** The erasure jobs that wait or run, with the error of their last attempt. */
  waiting(): Promise<{ attempts: number; last_error: string | null }[]> {
    return this.db.admin(
      `SELECT attempts, last_error FROM events._private_jobs JOIN events._private_tasks t ON t.id = task_id
       WHERE t.identifier = $1 || '/erase' OR t.identifier LIKE $1 || ':%'`,
      [this.service],
    );
  }

  async tryNow(): Promise<void> {
    await this.db.admin(
      `UPDATE events._private_jobs SET run_at = now() FROM events._private_tasks t
       WHERE t.id = task_id AND t.identifier = $1 || '/erase' AND run_at > now() AND locked_at IS NULL`,
      [this.service],
    );
    await this.db.admin(`SELECT pg_notify('jobs:insert', '{"r":"0","count":1}')`);
  }

  /** The tables of the service, and of the queue, in which a row still contains one of these texts. */
  async traces(...texts: readonly string[]): Promise<string[]> {
    const tables = await this.db.admin<{ name: string }>(
      `SELECT format('%I.%I', schemaname, tablename) AS name FROM pg_tables WHERE schemaname = $1 ORDER BY 1`,
      [this.service],
    );
    const found: string[] = [];
    for (const { name } of tables)
      if (await this.holds(`SELECT row::text AS said FROM ${name} row`, texts)) found.push(name);
    const queue = `SELECT payload::text AS said FROM events._private_jobs JOIN events._private_tasks t ON t.id = task_id
      WHERE t.identifier ~ '^${this.service}[:/#]'`;
    if (await this.holds(queue, texts)) found.push('queue');
    return found;
  }

  private async holds(rows: string, texts: readonly string[]): Promise<boolean> {
    const [row] = await this.db.admin<{ held: boolean }>(
      `SELECT EXISTS (SELECT FROM (${rows}) AS rows, unnest($1::text[]) AS text WHERE strpos(said, text) > 0) AS held`,
      [texts],
    );
    return row!.held;
  }

  private get schema(): string {
    return `"${this.service}"`;
  }
}
