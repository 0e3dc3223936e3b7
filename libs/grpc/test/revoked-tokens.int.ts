// Tokens that were revoked, at a service behind the gateway, over real gRPC: refused though their signature is good and they
// have not expired.
import { randomUUID } from 'node:crypto';
import type { Revocation } from '@lastmile/auth';
import { waitFor, type KeyRing } from '@lastmile/testing';
import { isDomainError } from '@lastmile/errors';
import { processIdentity, toDomainError, type People } from '../src/index.js';
import { startEcho, stopAll } from './echo.js';

const ring = processIdentity() as KeyRing;
const userId = randomUUID();
const reasonOf = (error: unknown): string => {
  const known = toDomainError(error);
  return isDomainError(known) ? known.reason : String(error);
};
/** Somebody with a token of this session. */
const person = (sessionId: string, who = userId) => ({
  userId: who,
  roles: ['rider' as const],
  accessToken: ring.newAccessToken({ sub: who, roles: ['rider'], session_id: sessionId }),
});
const ended = (sessionId: string): Revocation => ({
  sessionId,
  userId,
  belowVersion: 0,
  revokeTime: new Date(),
  expireTime: new Date(Date.now() + 900_000),
});

/** An echo server whose user service is made up here: `revoke` adds to its list, `away` makes it fail. */
async function start(revocations: Revocation[] = []) {
  const asked: (Date | undefined)[] = [];
  const state = { isAway: false };
  const people: People = {
    keys: () => Promise.reject(new Error('the ring has the keys')),
    revocations: (since) => {
      asked.push(since);
      if (state.isAway) return Promise.reject(new Error('the user service is away'));
      return Promise.resolve({ revocations, nextSince: new Date(asked.length) });
    },
  };
  const echo = await startEcho({ ownPeople: () => people });
  const say = (caller: object) =>
    echo.client.say({ text: 'hello' }, { caller: caller as never }).then(() => 'let in', reasonOf);
  return { ...echo, say, asked, state, revoke: (...more: Revocation[]) => void revocations.push(...more) };
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

it("refuses an account's tokens that were signed before a role was lost, known from the start on", async () => {
  const before = person('s1');
  const { say } = await start([{ ...ended(''), belowVersion: 2 }]);
  await waitFor(async () => (await say(before)) === 'SESSION_REVOKED', { timeoutSeconds: 30, what: 'it is refused' });
  expect(await say(person('s1', randomUUID()))).toBe('let in');
});

it("ends the open streams of the person, and leaves others' alone", async () => {
  const { client, revoke } = await start();
  const [gone, stays] = [person('s1'), person('s2')];
  const reasons: string[] = [];
  const open = (caller: typeof gone) => {
    const stream = client.stream.count({ value: 0 }, { caller });
    stream.on('error', (error) => reasons.push(`${caller === gone ? 'gone' : 'stays'}: ${reasonOf(error)}`));
    return new Promise<typeof stream>((resolve) => stream.once('data', () => resolve(stream)));
  };
  await open(gone);
  const other = await open(stays);
  revoke(ended('s1'));
  await waitFor(() => reasons.length > 0, { timeoutSeconds: 30, what: 'a stream ends' });
  expect(reasons).toEqual(['gone: SESSION_REVOKED']);
  other.cancel();
});

it('goes by its last list while the user service is away, and asks from where it stopped', async () => {
  const { say, revoke, asked, state, lines } = await start();
  revoke(ended('s1'));
  await waitFor(async () => (await say(person('s1'))) === 'SESSION_REVOKED', {
    timeoutSeconds: 30,
    what: 'it is known',
  });
  state.isAway = true;
  const before = asked.length;
  await waitFor(() => asked.length > before + 1, { timeoutSeconds: 30, what: 'it has asked in vain' });
  expect(await say(person('s1'))).toBe('SESSION_REVOKED');
  expect(await say(person('s2'))).toBe('let in');
  expect(lines.filter(({ msg }) => msg === 'revocations cannot be read')).toHaveLength(1);
  expect(asked[0]).toBeUndefined();
  expect(asked.slice(1).every((since) => since instanceof Date)).toBe(true);
});
