// A broadcast to a million people, while offers go on: `npm run bench:broadcast -- --people 1000000 --offers 10`.
//
// On a PostgreSQL of its own that keeps what it was told (fsync on). Prints how long the broadcast took, how long inbox entries of
// other events took meanwhile and before (median, 99th percentile, most), and whether every inbox has it exactly once.
import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { Jobs } from '@lastmile/events';
import { clockFromEnv } from '@lastmile/config';
import { startLocalPostgres } from '@lastmile/local-postgres';
import { Database, migrate, roleOf } from '@lastmile/postgres';
import { createLogger } from '@lastmile/telemetry';
import pg from 'pg';
import { BroadcastQueue } from '../apps/notification/src/broadcast/broadcast.queue.js';
import { BroadcastRepository } from '../apps/notification/src/broadcast/broadcast.repository.js';
import { BroadcastService } from '../apps/notification/src/broadcast/broadcast.service.js';
import { Channels } from '../apps/notification/src/delivery/channel.js';
import { DeliveryQueue } from '../apps/notification/src/delivery/delivery.queue.js';
import { NotificationRepository } from '../apps/notification/src/inbox/notification.repository.js';

const { values } = parseArgs({
  options: { people: { type: 'string', default: '1000000' }, offers: { type: 'string', default: '10' } },
});
const people = Number(values.people);
/** A second. */
const offers = Number(values.offers);

const directory = await mkdtemp(join(tmpdir(), 'lastmile-broadcast-'));
const local = await startLocalPostgres({ directory, durable: true });
try {
  await migrate({ adminUrl: local.adminUrl, passwordFor: local.passwordFor });
  const admin = new pg.Client({ connectionString: local.adminUrl });
  await admin.connect();
  await admin.query('INSERT INTO notification.inboxes (user_id) SELECT gen_random_uuid() FROM generate_series(1, $1)', [
    people,
  ]);
  await admin.query('VACUUM ANALYZE notification.inboxes');
  const { rows } = await admin.query<{ user_id: string }>(
    'SELECT user_id FROM notification.inboxes TABLESAMPLE SYSTEM (1) LIMIT 10000',
  );
  const url = new URL(local.adminUrl);
  url.username = roleOf('notification');
  url.password = local.passwordFor('notification');
  const logger = createLogger({ service: 'notification', level: 'warn' });
  const database = new Database({ url: url.href, service: 'notification', logger });
  const clock = clockFromEnv({});
  const jobs = new Jobs('notification', clock);
  const deliveries = new DeliveryQueue(database, jobs, new Channels([]), clock);
  const queue = new BroadcastQueue(database, jobs, clock);
  const broadcasts = new BroadcastRepository(database, queue, deliveries);
  const inboxes = new NotificationRepository(database, deliveries);
  const service = new BroadcastService(broadcasts, queue, clock);

  const offer = async () => {
    const { user_id: userId } = rows[Math.floor(Math.random() * rows.length)]!;
    const entry = { userId, kind: 'trip.offered', title: 'x', body: '', data: {}, createTime: new Date() };
    const start = performance.now();
    await inboxes.deliver(randomUUID(), [{ userId, about: [], compose: () => entry }]);
    return performance.now() - start;
  };
  const offersUntil = async (isOver: () => boolean) => {
    const pending: Promise<number>[] = [];
    while (!isOver()) {
      pending.push(offer());
      await delay(1_000 / offers);
    }
    return (await Promise.all(pending)).sort((a, b) => a - b);
  };

  const quietEnd = performance.now() + 10_000;
  const quiet = await offersUntil(() => performance.now() > quietEnd);
  const key = { callerId: randomUUID(), requestId: 'bench', command: 'BroadcastUpdate' };
  const { broadcastId } = await broadcasts.accept(key, {
    title: 'Storm',
    body: 'x',
    userIds: [],
    createTime: new Date(),
  });
  const start = performance.now();
  let isWritten = false;
  const meanwhile = offersUntil(() => isWritten);
  while (!isWritten) {
    await service.write();
    isWritten = (await broadcasts.get(broadcastId)).writtenTime !== undefined;
  }
  const seconds = (performance.now() - start) / 1_000;
  const busy = await meanwhile;
  const { rows: counts } = await admin.query(
    `SELECT count(*)::int AS entries, count(DISTINCT user_id)::int AS people FROM notification.notifications WHERE event_id = $1`,
    [broadcastId],
  );
  console.log(`${people} people in ${seconds.toFixed(0)} s: ${(people / seconds).toFixed(0)} inboxes a second`);
  console.log(`entries ${counts[0].entries}, people ${counts[0].people}`);
  console.log(`an offer's entry before:    ${summary(quiet)}`);
  console.log(`an offer's entry meanwhile: ${summary(busy)}`);
  await Promise.all([database.close(), admin.end()]);
} finally {
  await local.stop();
  await rm(directory, { recursive: true, force: true });
}

function summary(sorted: number[]): string {
  const at = (part: number) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))]?.toFixed(0);
  return `${sorted.length} in all, median ${at(0.5)} ms, 99% ${at(0.99)} ms, most ${at(1)} ms`;
}
