// Tokens that were revoked, at a service behind the gateway, over real gRPC: refused though their signature is good and they
// have not expired. And what a service does that does not know yet which were.
import { randomUUID } from 'node:crypto';
import type { Revocation } from '@lastmile/auth';
import { waitFor, type KeyRing } from '@lastmile/testing';
import { isDomainError } from '@lastmile/errors';
import { asService, processIdentity, toDomainError, type People, type ServeOptions } from '../src/index.js';
import { startEcho, stopAll } from './echo.js';
import { health } from './health.js';

const ring = processIdentity() as KeyRing;
const userId = randomUUID();
const reasonOf = (error: unknown): string => {
  const known = toDomainError(error);
  return isDomainError(known) ? known.reason : String(error);
};
/** Somebody with a token of this session, and with these claims. */
const person = (sessionId: string, who = userId, claims: object = {}) => ({
  userId: who,
  roles: ['rider' as const],
  accessToken: ring.newAccessToken({ sub: who, roles: ['rider'], session_id: sessionId, ...claims }),
});
const ended = (sessionId: string): Revocation => ({
  sessionId,
  userId,
  belowVersion: 0,
  revokeTime: new Date(),
  expireTime: new Date(Date.now() + 900_000),
});
/** Revocations on a page of the made-up user service. */
const PAGE = 2;
type Request = Parameters<People['revocations']>[0];

interface State {
  /** Makes the user service fail. */
  isAway: boolean;
  /** The last page that can be had. */
  lastPage?: number;
  /** When it answers. */
  until?: Promise<void>;
}

/** An echo server whose user service is made up here: `revoke` adds to its list. */
async function start(
  revocations: Revocation[] = [],
  state: State = { isAway: false },
  options: Partial<ServeOptions> = {},
) {
  const asked: Request[] = [];
  const people: People = {
    keys: () => Promise.reject(new Error('the ring has the keys')),
    revocations: async (request) => {
      asked.push(request);
      await state.until;
      const from = Number(request.pageToken);
      if (state.isAway || from > (state.lastPage ?? Infinity)) {
        throw new Error('the user service is away');
      }
      const nextPageToken = revocations.length > from + PAGE ? String(from + PAGE) : '';
      const nextSinceTime = new Date(asked.length);
      return { revocations: revocations.slice(from, from + PAGE), nextSinceTime, nextPageToken };
    },
  };
  const echo = await startEcho({ ownPeople: () => people, ...options });
  const say = (caller: object) =>
    echo.client.say({ text: 'hello' }, { caller: caller as never }).then(() => 'let in', reasonOf);
  const readTwice = async () => {
    const before = asked.length;
    await waitFor(() => asked.length > before + 1, { timeoutSeconds: 30, what: 'the list was asked for twice' });
  };
  const revoke = (...more: Revocation[]) => void revocations.push(...more);
  const isServing = async () => (await health(echo.server.port, '')) === 'SERVING';
  return { ...echo, say, asked, state, revoke, readTwice, isServing };
}

afterEach(stopAll);

it('refuses the tokens of an ended session within seconds, also those it has verified before, and no others', async () => {
  const { say, revoke } = await start();
  const [gone, stays, stranger] = [person('s1'), person('s2'), person('s3', randomUUID())];
  expect(await say(gone)).toBe('let in');
  revoke(ended('s1'));
  await waitFor(async () => (await say(gone)) === 'SESSION_REVOKED', { timeoutSeconds: 30, what: 'it is refused' });
  expect(await say(stays)).toBe('let in');
  expect(await say(stranger)).toBe('let in');
  expect(await say(person('s1'))).toBe('SESSION_REVOKED');
});

it("refuses an account's tokens of before a role was lost, by their version or, without one, by when they were signed", async () => {
  const revocation = { ...ended(''), belowVersion: 2 };
  const { say } = await start([revocation]);
  const at = (minutes: number) => ({ iat: Math.floor(revocation.revokeTime!.getTime() / 1000) + minutes * 60 });
  // The version alone decides where there is one: clocks differ.
  expect(await say(person('s1', userId, { account_version: 1, ...at(1) }))).toBe('SESSION_REVOKED');
  expect(await say(person('s1', userId, { account_version: 2, ...at(-1) }))).toBe('let in');
  expect(await say(person('s1', userId, at(-1)))).toBe('SESSION_REVOKED');
  expect(await say(person('s1', userId, at(1)))).toBe('let in');
  expect(await say(person('s1', randomUUID(), at(-1)))).toBe('let in');
});

it("ends the open streams of the person, and leaves others' alone", async () => {
  const { client, revoke } = await start();
  const [gone, stays, stranger] = [person('s1'), person('s2'), person('s3', randomUUID())];
  const reasons: string[] = [];
  const open = (caller: typeof gone, name: string) => {
    const stream = client.stream.count({ value: 0 }, { caller });
    stream.on('error', (error) => reasons.push(`${name}: ${reasonOf(error)}`));
    return new Promise<typeof stream>((resolve) => stream.once('data', () => resolve(stream)));
  };
  await open(gone, 'gone');
  await open(stays, 'stays');
  const other = await open(stranger, 'stranger');
  revoke(ended('s1'));
  await waitFor(() => reasons.length > 0, { timeoutSeconds: 30, what: 'a stream ends' });
  expect(reasons).toEqual(['gone: SESSION_REVOKED']);
  // At a later look at the open streams, too: each ends when it is its turn.
  revoke(ended('s2'));
  await waitFor(() => reasons.length > 1, { timeoutSeconds: 30, what: 'another stream ends' });
  expect(reasons).toEqual(['gone: SESSION_REVOKED', 'stays: SESSION_REVOKED']);
  other.cancel();
});

it('ends the open streams of whom a page names, also when the pages after it cannot be read', async () => {
  const { client, revoke, state, isServing } = await start();
  await waitFor(isServing, { timeoutSeconds: 30, what: 'it serves' });
  const reasons: string[] = [];
  const stream = client.stream.count({ value: 0 }, { caller: person('s1') });
  stream.on('error', (error) => reasons.push(reasonOf(error)));
  await new Promise((resolve) => stream.once('data', resolve));
  state.lastPage = 0;
  revoke(...['s1', 's2', 's3'].map(ended));
  await waitFor(() => reasons.length > 0, { timeoutSeconds: 30, what: 'the stream ends' });
  expect(reasons).toEqual(['SESSION_REVOKED']);
});

it('goes by its last list while the user service is away, and asks from where it stopped', async () => {
  const { say, revoke, asked, state, lines, readTwice } = await start();
  revoke(ended('s1'));
  await waitFor(async () => (await say(person('s1'))) === 'SESSION_REVOKED', {
    timeoutSeconds: 30,
    what: 'it is known',
  });
  state.isAway = true;
  await readTwice();
  expect(await say(person('s1'))).toBe('SESSION_REVOKED');
  expect(await say(person('s2'))).toBe('let in');
  expect(lines.filter(({ msg }) => msg === 'revocations cannot be read')).toHaveLength(1);
  expect(asked[0]!.sinceTime).toBeUndefined();
  expect(asked.slice(1).every(({ sinceTime }) => sinceTime instanceof Date)).toBe(true);
});

it('lets nobody in and says NOT_SERVING, with one log line, before it has read the whole list; services go on', async () => {
  const revocations = ['s1', 's2', 's3', 's4', 's5'].map(ended);
  const { server, say, asked, state, lines, isServing, readTwice } = await start(revocations, { isAway: true });
  await readTwice();
  expect(await say(person('s5'))).toBe('KEYS_UNAVAILABLE');
  expect(await say(person('s6'))).toBe('KEYS_UNAVAILABLE');
  expect(await say(asService('tester'))).toBe('let in');
  expect(await isServing()).toBe(false);
  expect(await health(server.port, 'echo.v1.EchoService')).toBe('NOT_SERVING');
  // Not to be killed for it.
  expect(await health(server.port, 'liveness')).toBe('SERVING');

  // The last page is missing: half a list is none.
  Object.assign(state, { isAway: false, lastPage: PAGE });
  await readTwice();
  expect(await isServing()).toBe(false);
  expect(await say(person('s6'))).toBe('KEYS_UNAVAILABLE');
  expect(lines.filter(({ level, msg }) => level === 'warn' && msg !== 'rpc').map(({ msg }) => msg)).toEqual([
    'waiting for the user service: nobody is let in before its list of revocations was read',
  ]);

  state.lastPage = undefined;
  await waitFor(isServing, { timeoutSeconds: 30, what: 'it serves' });
  expect(await say(person('s5'))).toBe('SESSION_REVOKED');
  expect(await say(person('s6'))).toBe('let in');
  expect(asked.at(-1)).toEqual({ sinceTime: undefined, pageToken: String(2 * PAGE) });
});

it('does not say that it serves when it learns the list on its way out', async () => {
  const answered = Promise.withResolvers<void>();
  const { server, asked } = await start([], { isAway: false, until: answered.promise }, { drainSeconds: 1 });
  await waitFor(() => asked.length > 0, { what: 'the list is being read' });
  const stopping = server.stop();
  answered.resolve();
  expect(await health(server.port, 'liveness')).toBe('SERVING');
  expect(await health(server.port, '')).toBe('NOT_SERVING');
  await stopping;
});
