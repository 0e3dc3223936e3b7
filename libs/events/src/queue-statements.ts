// Replaces graphile-worker's statements on its tables by calls of the queue's functions
// (libs/postgres/queue/functions.sql), because a service has no rights on the tables. Statements are recognized by
// their prepared names. An unknown one throws, because a new version of graphile-worker may use other statements, and
// then the functions must be changed, too.

/** A statement as graphile-worker passes it to its connection. */
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
  // At shutdown, when it stops waiting for handlers.
  'fail_jobs/events': ([ids, message, worker]) =>
    call('SELECT queue.fail_jobs($1, $2)')([
      worker,
      JSON.stringify((ids as string[]).map((jobId) => ({ jobId, message }))),
    ]),
  // Releases locks older than four hours. Not needed, because dead workers are detected sooner (dead-workers.ts), and
  // live ones may run longer.
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
  // We use no recurring jobs, but graphile-worker reads their table anyway.
  ['SELECT * FROM "events"._private_known_crontabs', () => 'SELECT WHERE false'],
  // Any role may send any notification: if it listened to `worker:migrate`, a message of another role could stop the
  // worker.
  ['LISTEN "jobs:insert"', () => 'LISTEN "jobs:insert"'],
];

/**
 * The statement to send instead. Statements that do not touch the queue stay unchanged. @throws Error for an unknown
 * one
 */
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
