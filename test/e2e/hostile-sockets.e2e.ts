// Clients that mean harm, or are broken: each is refused or ended with a reason, the gateway stays up, and whoever behaves
// notices nothing.
import { randomUUID } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { io, type Socket } from 'socket.io-client';
import { waitFor } from '@lastmile/testing';
import { startPlatform, type Platform } from '../../tools/launcher/platform.js';
import { asAdmin } from './admin.js';
import { newIssuer, type Issuer } from '../../tools/launcher/issuer.js';
import { Listener } from './storm/listener.js';

const MEGABYTE = 1_000_000;
const upTo = (count: number): number[] => Array.from({ length: count }, (_, i) => i);
type Answer = { ok: boolean; error?: { reason: string; status: number } };

describe('hostile sockets', () => {
  const directory = mkdtempSync(join(tmpdir(), 'lastmile-hostile-'));
  const [victimId, hostileId] = [randomUUID(), randomUUID()];
  let issuer: Issuer;
  let platform: Platform;
  let victim: Listener;

  beforeAll(async () => {
    issuer = await newIssuer();
    const only = ['gateway', 'notification', 'user'];
    platform = await startPlatform({ directory, freePorts: true, only, envOf: { user: issuer.env } });
    const inboxes = 'INSERT INTO notification.inboxes (user_id) SELECT unnest($1::uuid[])';
    await asAdmin(platform.adminUrl, inboxes, [[victimId, hostileId]]);
    victim = new Listener(victimId, await issuer.token(victimId, ['rider']), platform.baseUrls, 0);
    await waitFor(() => victim.isConnected);
  }, 120_000);
  afterEach(async () => {
    // Nothing that anybody did has cost the others their connection, or the gateway its life.
    expect(victim.isConnected).toBe(true);
    expect(victim.moves).toBe(0);
    expect(platform.process('gateway').restarts).toBe(0);
  });
  afterAll(async () => {
    victim?.close();
    await platform?.stop();
    rmSync(directory, { recursive: true, force: true });
  }, 60_000);

  const open = (auth: object): Socket =>
    io(platform.baseUrl, { transports: ['websocket'], auth, forceNew: true, reconnection: false });
  const signedIn = async (): Promise<Socket> => {
    const socket = open({ token: await issuer.token(hostileId, ['rider', 'driver']), after: 0 });
    await waitFor(() => socket.connected);
    return socket;
  };

  it('refuses a token that has expired', async () => {
    const socket = open({ token: await issuer.token(hostileId, ['rider'], -60) });
    const error = await new Promise<Error & { data?: { reason: string } }>((resolve) =>
      socket.once('connect_error', resolve),
    );
    expect(error.data?.reason).toBe('TOKEN_EXPIRED');
    socket.close();
  });

  it('ends a socket when its token expires, and says why', async () => {
    const socket = open({ token: await issuer.token(hostileId, ['rider'], 3) });
    const reasons: string[] = [];
    socket.on('session_expired', () => reasons.push('session_expired')).on('disconnect', (why) => reasons.push(why));
    await waitFor(() => socket.connected);
    await waitFor(() => reasons.length === 2);
    expect(reasons).toEqual(['session_expired', 'io server disconnect']);
  });

  it.each<[string, unknown[]]>([
    ['text', ['x']],
    ['a list', [[{ tripId: 'x' }]]],
    ['a number', [7]],
    ['nothing', []],
    ['null', [null]],
    ['bytes', [Buffer.from('x')]],
    ['a field of bytes', [{ tripId: Buffer.from('x') }]],
    ['a prototype', [JSON.parse('{"__proto__": {"tripId": "x"}}')]],
    ['a thousand levels', [JSON.parse(`${'{"a":'.repeat(1_000)}1${'}'.repeat(1_000)}`)]],
  ])('answers %s for a payload with an error', async (_, args) => {
    const socket = await signedIn();
    const answer = (await socket.timeout(5_000).emitWithAck('trip:leave', ...args)) as Answer;
    expect(answer).toMatchObject({ ok: false, error: { reason: 'INVALID_FIELD', status: 400 } });
    socket.close();
  });

  it.each<[string, (socket: Socket) => void]>([
    ['a megabyte of text', (socket) => void socket.emit('trip:leave', { tripId: 'x'.repeat(MEGABYTE) })],
    ['a megabyte of bytes', (socket) => void socket.emit('trip:leave', Buffer.alloc(MEGABYTE))],
    ['a flood of events', (socket) => upTo(1_000).forEach((i) => void socket.emit('no:such', i))],
    ['a flood of positions', (socket) => upTo(1_000).forEach(() => void socket.emit('position', { points: [] }))],
  ])('ends a socket that sends %s', async (_, misbehave) => {
    const socket = await signedIn();
    misbehave(socket);
    await waitFor(() => !socket.connected, { what: 'the socket is ended' });
  });

  it.each<[string, (string | Uint8Array<ArrayBuffer>)[]]>([
    ['an event before it signed in', ['42["trip:leave",{}]']],
    ['text that is no packet', ['hello']],
    ['JSON that is none', ['40{"token":']],
    ['bytes', [new Uint8Array([1, 2, 3])]],
    ['a megabyte', [`40${'x'.repeat(MEGABYTE)}`]],
    ['a thousand sign-ins at once', upTo(1_000).map(() => '40{"token":"a.b.c"}')],
  ])('hangs up on a stranger who sends %s', async (_, frames) => {
    const url = `${platform.baseUrl.replace('http', 'ws')}/socket.io/?EIO=4&transport=websocket`;
    const socket = new WebSocket(url);
    const closed = new Promise((resolve) => (socket.onclose = resolve));
    await new Promise((resolve) => (socket.onmessage = resolve));
    socket.onmessage = null;
    for (const frame of frames) socket.send(frame);
    await closed;
  });

  it('sends a reader away that does not read, and goes on where it was when it comes back', async () => {
    const entries = 20_000;
    await fill(platform.adminUrl, hostileId, entries);
    const socket = await signedIn();
    const heard: number[] = [];
    const hear = ({ sequence }: { sequence: number }) => heard.push(sequence);
    socket.on('notification', hear);
    const wire = wireOf(socket);
    wire.pause();
    const log = () => readFileSync(platform.process('gateway').logFile, 'utf8');
    await waitFor(() => log().includes('SOCKET_TOO_SLOW'), { timeoutSeconds: 30, what: 'the gateway gives up' });
    wire.resume();
    await waitFor(() => !socket.connected);
    expect(heard.length).toBeLessThan(entries);

    const again = new Listener(hostileId, await issuer.token(hostileId, ['rider']), platform.baseUrls, 0);
    await waitFor(() => again.lastHeard === entries, { timeoutSeconds: 30, what: 'a reader that reads has it all' });
    expect([...new Set(again.heard)]).toEqual(upTo(entries).map((i) => i + 1));
    again.close();
  }, 90_000);
});

/** The WebSocket below, which can stop reading as a phone in a tunnel does. */
const wireOf = (socket: Socket): { pause(): void; resume(): void } =>
  (socket.io.engine.transport as unknown as { ws: { pause(): void; resume(): void } }).ws;

/** An inbox of so many long entries. */
async function fill(adminUrl: string, userId: string, entries: number): Promise<void> {
  await asAdmin(
    adminUrl,
    `WITH written AS (
       INSERT INTO notification.notifications (user_id, sequence, event_id, kind, title, body, data, create_time)
       SELECT $1, n, n, 'test', 'x', repeat('x', 1000), '{}', now() FROM generate_series(1, $2::int) AS n)
     UPDATE notification.inboxes SET last_sequence = $2 WHERE user_id = $1`,
    [userId, entries],
  );
}
