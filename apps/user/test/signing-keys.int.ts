// Signing keys: sealed in the database, changed without signing anybody out.
import { randomUUID } from 'node:crypto';
import { createLocalJWKSet, decodeProtectedHeader, jwtVerify, type JSONWebKeySet } from 'jose';
import { AccessTokens, generateSigningJwk } from '@lastmile/auth';
import type { Caller } from '@lastmile/auth';
import { testDatabase, type TestDatabase } from '@lastmile/testing';
import { KEY_LEAD_SECONDS, KEY_REST_SECONDS } from '../src/identity/keys/key-ring.core.js';
import { Secrets } from '../src/identity/keys/secrets.js';
import { SigningKeyRepository } from '../src/identity/keys/signing-key.repository.js';
import { StoredKeys } from '../src/identity/keys/signing-keys.service.js';
import { SECRETS_KEY, startUser } from './start-user.js';

const key = (byte: number) => Buffer.alloc(32, byte);
let db: TestDatabase;
let repository: SigningKeyRepository;
let time: number;
const now = () => new Date(time);
const started: StoredKeys[] = [];

beforeAll(async () => {
  db = await testDatabase('user');
  repository = new SigningKeyRepository(db.database);
});
afterAll(async () => {
  await db?.close();
});
beforeEach(async () => {
  time = Date.now();
  await db.admin('DELETE FROM "user".signing_keys');
});
afterEach(() => started.splice(0).forEach((keys) => keys.stop()));

async function replica(...keys: [Buffer, ...Buffer[]]): Promise<StoredKeys> {
  const options = { repository, secrets: new Secrets(keys), keyDays: 30, now };
  const replica = await StoredKeys.start(options, (error) => {
    throw error;
  });
  started.push(replica);
  return replica;
}

const tokensOf = (keys: StoredKeys) =>
  new AccessTokens({ keys: () => keys.ring(), issuer: 'lastmile', audience: 'lastmile', now });
const kidOf = (token: string) => decodeProtectedHeader(token).kid;
const verifies = (keys: StoredKeys, token: string) =>
  jwtVerify(token, createLocalJWKSet(tokensOf(keys).jwks()), { currentDate: now() }).then(
    () => true,
    () => false,
  );
const sign = async (keys: StoredKeys) => (await tokensOf(keys).sign({ userId: randomUUID(), roles: ['rider'] })).token;

it('of ten replicas that start at once are one, and the database holds none in the clear', async () => {
  const replicas = await Promise.all(Array.from({ length: 10 }, () => replica(key(1))));
  const kids = new Set(await Promise.all(replicas.map(async (each) => kidOf(await sign(each)))));
  expect(kids.size).toBe(1);
  const [row] = await db.admin<{ text: string }>('SELECT to_jsonb(k)::text AS text FROM "user".signing_keys k');
  expect(row!.text).not.toContain('"d"');
  expect(row!.text).not.toContain('P-256');
});

it('changes on schedule and on demand: known before it signs, the old one until its last token has expired', async () => {
  const [one, two] = [await replica(key(1)), await replica(key(1))];
  const before = await sign(one);
  const asked = await one.rotate();
  expect(await one.rotate()).toEqual(asked);
  await two.update();
  expect(kidOf(await sign(one))).toBe(kidOf(before));
  expect(
    tokensOf(two)
      .jwks()
      .keys.map(({ kid }) => kid),
  ).toContain(asked.kid);
  time += (KEY_LEAD_SECONDS + 1) * 1000;
  const last = before;
  const after = await sign(two);
  expect(kidOf(after)).toBe(asked.kid);
  await one.update();
  expect(tokensOf(one).jwks().keys).toHaveLength(2);
  expect(kidOf(last)).not.toBe(kidOf(after));
  expect(await verifies(one, after)).toBe(true);
  time += (KEY_REST_SECONDS + 1) * 1000;
  await Promise.all([one.update(), two.update()]);
  expect(
    tokensOf(one)
      .jwks()
      .keys.map(({ kid }) => kid),
  ).toEqual([asked.kid]);
  time += 30 * 86_400_000;
  await Promise.all([one.update(), two.update()]);
  await two.update();
  expect(tokensOf(one).jwks().keys).toHaveLength(2);
  expect(tokensOf(two).jwks()).toEqual(tokensOf(one).jwks());
});

it('seals anew under a new USER_SECRETS_KEY, and what was in the clear before', async () => {
  const kid = kidOf(await sign(await replica(key(1))));
  await expect(replica(key(2))).rejects.toThrow('USER_SECRETS_KEY');
  expect(kidOf(await sign(await replica(key(2), key(1))))).toBe(kid);
  expect(kidOf(await sign(await replica(key(2))))).toBe(kid);
  await db.admin('UPDATE "user".signing_keys SET sealed_jwk = NULL, private_jwk = $1', [
    JSON.stringify(await generateSigningJwk()),
  ]);
  const legacy = kidOf(await sign(await replica(key(2))));
  const [row] = await db.admin<{ private_jwk: unknown }>('SELECT private_jwk FROM "user".signing_keys');
  expect(row!.private_jwk).toBeNull();
  expect(kidOf(await sign(await replica(key(2))))).toBe(legacy);
});

it('is changed by an operator, and everybody stays signed in', async () => {
  const service = await startUser(db);
  try {
    const { session } = await service.client.registerUser({
      ...{ requestId: randomUUID(), email: `${randomUUID()}@example.com`, password: 'correct horse' },
      ...{ displayName: 'Ana', language: '', roles: [] },
    });
    const operator: Caller = { userId: randomUUID(), roles: ['operator'] };
    const answer = await service.client.rotateSigningKeys({}, { caller: operator });
    expect(answer.signTime!.getTime()).toBeGreaterThan(Date.now() + (KEY_LEAD_SECONDS - 60) * 1000);
    const { json } = await service.client.getJsonWebKeySet({});
    const set = JSON.parse(json) as JSONWebKeySet;
    expect(set.keys.map(({ kid }) => kid)).toContain(answer.keyId);
    await expect(jwtVerify(session!.accessToken, createLocalJWKSet(set))).resolves.toBeDefined();
  } finally {
    await service.stop();
  }
});

it.each(['', 'c2hvcnQ=', `${SECRETS_KEY},c2hvcnQ=`])('is refused a key for secrets that is %j', async (secretsKey) => {
  await expect(startUser(db, { USER_SECRETS_KEY: secretsKey })).rejects.toMatchObject({
    name: 'ConfigError',
    message: expect.stringContaining('USER_SECRETS_KEY'),
  });
});
