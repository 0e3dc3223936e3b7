// What graphile-worker asks of its tables, asked of the queue's functions instead (libs/postgres/queue/functions.sql): a service has no
// right to the tables. Statements are told apart by the names they are prepared under. One that is not known here is refused
// loudly, since a new version of graphile-worker may ask something else: then the functions have to follow.

/** As graphile-worker hands it to its connection. */
export type Statement = string | { readonly text: string; readonly values?: unknown[]; readonly name?: string };

type QueueFunction = (values: unknown[]) => Statement;

const call =
  (text: string): QueueFunction =>
  (values) => ({ text, values });

const BY_NAME: Readonly<Record<string, QueueFunction>> = {
  'get_job/events': call('SELECT * FROM queue.take_job($1, $2)'),
  'complete_job/events': ([id]) => call('SELECT queue.complete_jobs($1)')([[id]]),
  'complete_jobs/events': call('SELECT queue.complete_jobs($1)'),
  'complete_job_q/events': ([ids]) => call('SELECT queue.complete_jobs($1)')([ids]),
  'fail_job/events': call('SELECT queue.fail_jobs($1, $2)'),
  'fail_job_q/events': call('SELECT queue.fail_jobs($1, $2)'),
  'return_job/events': call('SELECT queue.return_jobs($1, $2)'),
  'return_job_q/events': call('SELECT queue.return_jobs($1, $2)'),
  // When it cannot wait for handlers any longer.
  'fail_jobs/events': ([ids, message, worker]) =>
    call('SELECT queue.fail_jobs($1, $2)')([
      worker,
      JSON.stringify((ids as string[]).map((jobId) => ({ jobId, message }))),
    ]),
  // Locks of four hours. Dead workers are found sooner (dead-workers.ts), and whoever lives may work as long as it likes.
  'clear_stale_locks/events': () => 'SELECT',
};

const BY_BEGINNING: readonly (readonly [string, QueueFunction])[] = [
  [
    `select current_setting('server_version_num') as server_version_num,`,
    call(
      `SELECT current_setting('server_version_num') AS server_version_num, id, biggest_breaking_id FROM queue.revision()`,
    ),
  ],
  ['insert into "events"._private_tasks', call('SELECT queue.register_tasks($1)')],
  ['select id, identifier from "events"._private_tasks', call('SELECT id, identifier FROM queue.tasks($1)')],
  // Nothing here recurs by its calendar, and it asks all the same what is known of that.
  ['SELECT * FROM "events"._private_known_crontabs', () => 'SELECT WHERE false'],
  // Anybody may notify anybody: of `worker:migrate`, on which it also wants to listen, it would end at a stranger's word.
  ['LISTEN "jobs:insert"', () => 'LISTEN "jobs:insert"'],
];

/** The statement to send instead. Those that do not touch the queue stay as they are. @throws Error for one that is not known */
export function throughFunctions(statement: Statement): Statement {
  const { text, values = [], name = '' } = typeof statement === 'string' ? { text: statement } : statement;
  const callFunction = BY_NAME[name] ?? BY_BEGINNING.find(([beginning]) => text.startsWith(beginning))?.[1];
  if (callFunction) return name ? prepared(callFunction(values)) : callFunction(values);
  if (text.includes('"events"') || name.endsWith('/events')) {
    throw new Error(`graphile-worker asks something that has no function: ${name || text}`);
  }
  return statement;
}

const prepared = (statement: Statement): Statement =>
  typeof statement === 'string' ? statement : { ...statement, name: statement.text };
