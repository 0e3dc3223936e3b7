// A storm of notifications through two gateways and two notification replicas on one database, each of the four killed twice
// in the middle: every client ends with exactly its numbers 1..n, in order.
//
// STORM_SOCKETS and STORM_NOTIFICATIONS change the size.
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { waitFor } from '@lastmile/testing';
import { startPlatform, type Platform } from '../../tools/launcher/platform.js';
import { UNLIMITED } from '../../tools/launcher/unlimited.js';
import { asAdmin } from './admin.js';
import { useIdentity } from '@lastmile/grpc';
import { identityOf } from '../../tools/service-keys/key-files.js';
import { newIssuer, type Issuer } from '../../tools/launcher/issuer.js';
import { Listener } from './storm/listener.js';
import { entriesOf, Sender, type StormPlan } from './storm/sender.js';

const SOCKETS = Number(process.env.STORM_SOCKETS ?? 2_000);
const NOTIFICATIONS = Number(process.env.STORM_NOTIFICATIONS ?? 20_000);
const OPERATOR_ID = randomUUID();
const GROUP = Math.min(100, SOCKETS / 2);
/** Together with the share of the messages that were sent when they are killed. */
const KILLS: readonly [number, readonly string[]][] = [
  [0.2, ['gateway', 'notification']],
  [0.45, ['gateway-2', 'notification-2']],
  [0.7, ['gateway', 'notification', 'gateway-2', 'notification-2']],
];

/** Half of the entries by broadcasts to all, the rest three to one by groups and one by one. */
function planFor(userIds: readonly string[]): StormPlan {
  const broadcasts = Math.floor(NOTIFICATIONS / 2 / userIds.length);
  const rest = NOTIFICATIONS - broadcasts * userIds.length;
  const count = Math.floor((rest * 3) / 4 / GROUP);
  return { userIds, broadcasts, groups: { count, size: GROUP }, singles: rest - count * GROUP };
}

describe('a storm of notifications', () => {
  const directory = mkdtempSync(join(tmpdir(), 'lastmile-storm-'));
  const userIds = Array.from({ length: SOCKETS }, () => randomUUID() as string);
  let issuer: Issuer;
  let platform: Platform;
  let listeners: Listener[] = [];

  beforeAll(async () => {
    issuer = await newIssuer();
    platform = await startPlatform({
      directory,
      freePorts: true,
      replicas: { gateway: 2, notification: 2 },
      only: ['gateway', 'notification', 'user'],
      envOf: { user: issuer.env, gateway: { ...UNLIMITED } },
    });
    useIdentity(identityOf(platform.keyDirectory, 'gateway'));
    // As many people as would take minutes to sign up: what matters of them is that they have inboxes.
    await asAdmin(platform.adminUrl, 'INSERT INTO notification.inboxes (user_id) SELECT unnest($1::uuid[])', [userIds]);
    // An operator's account is looked up at every use of its token. This one has no inbox.
    await asAdmin(
      platform.adminUrl,
      `INSERT INTO "user".users (user_id, email, display_name, language, roles, create_time)
       VALUES ($1, 'operator@people.example', 'Operator', 'en', '{operator}', now())`,
      [OPERATOR_ID],
    );
  }, 120_000);
  afterAll(async () => {
    listeners.forEach((listener) => listener.close());
    await platform?.stop();
    rmSync(directory, { recursive: true, force: true });
  }, 60_000);

  it('reaches every client complete and in order, though everything is killed twice', async () => {
    const tokens = await Promise.all(userIds.map((userId) => issuer.token(userId, ['rider'])));
    listeners = userIds.map((userId, i) => new Listener(userId, tokens[i]!, platform.baseUrls, i));
    await waitFor(() => listeners.every(({ isConnected }) => isConnected), {
      timeoutSeconds: 120,
      what: 'every socket is open',
    });

    const plan = planFor(userIds);
    expect(entriesOf(plan)).toBe(NOTIFICATIONS);
    const operator = { userId: OPERATOR_ID, accessToken: await issuer.token(OPERATOR_ID, ['operator']) };
    const sender = new Sender(plan, platform.baseUrls, platform.addressOf('notification'), operator);
    const started = Date.now();
    const sent = sender.run();
    for (const [share, victims] of KILLS) {
      await waitFor(() => sender.done >= share * sender.total, { timeoutSeconds: 240, what: `${share} of the storm` });
      for (const victim of victims) expect(platform.process(victim).kill('SIGKILL')).toBe(true);
    }
    await sent;
    const sentAfter = Date.now() - started;
    const written = () => writtenBroadcasts(platform.adminUrl);
    await waitFor(async () => (await written()).size === sender.recipients.size, {
      timeoutSeconds: 120,
      what: 'every broadcast is written',
    });
    expect(await written()).toEqual(sender.recipients);

    const last = await lastNumbers(platform.adminUrl);
    expect([...last.values()].reduce((sum, n) => sum + n, 0)).toBe(NOTIFICATIONS);
    const missing = () => listeners.filter(({ userId, lastHeard }) => lastHeard < last.get(userId)!).length;
    await waitFor(() => missing() === 0, { timeoutSeconds: 120, what: 'everybody has heard their last number' });

    for (const { userId, heard } of listeners) {
      expect([...new Set(heard)]).toEqual(Array.from({ length: last.get(userId)! }, (_, i) => i + 1));
    }
    const deliveries = listeners.reduce((sum, { heard }) => sum + heard.length, 0);
    const moves = listeners.reduce((sum, { moves }) => sum + moves, 0);
    process.stdout.write(
      `${SOCKETS} sockets, ${NOTIFICATIONS} notifications: all sent after ${sentAfter} ms, all heard after ` +
        `${Date.now() - started} ms; ${deliveries - NOTIFICATIONS} duplicates, ${moves} reconnects\n`,
    );
    // Whoever was killed was really started again.
    for (const name of new Set(KILLS.flatMap(([, victims]) => victims))) {
      expect(platform.process(name).restarts).toBe(2);
    }
  }, 600_000);
});

/** The number of entries of each inbox. */
async function lastNumbers(adminUrl: string): Promise<ReadonlyMap<string, number>> {
  const rows = await asAdmin<{ user_id: string; last_sequence: string }>(
    adminUrl,
    'SELECT user_id, last_sequence FROM notification.inboxes',
  );
  return new Map(rows.map((row) => [row.user_id, Number(row.last_sequence)]));
}

/** Broadcasts that have reached their last inbox, with how many those were. */
async function writtenBroadcasts(adminUrl: string): Promise<ReadonlyMap<string, number>> {
  const rows = await asAdmin<{ broadcast_id: string; recipient_count: string }>(
    adminUrl,
    'SELECT broadcast_id, recipient_count FROM notification.broadcasts WHERE written_time IS NOT NULL',
  );
  return new Map(rows.map((row) => [row.broadcast_id, Number(row.recipient_count)]));
}
