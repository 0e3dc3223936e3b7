import { randomUUID } from 'node:crypto';
import { asService } from '@lastmile/auth';
import { LimitServiceService } from '@lastmile/contracts';
import { createClient } from '@lastmile/grpc';
import { startService, testDatabase, type StartedService, type TestDatabase } from '@lastmile/testing';
import { UserModule } from '../src/user.module.js';
import { SECRETS_KEY } from './start-user.js';

const AS_GATEWAY = { caller: asService('gateway') };

describe('UsePoints', () => {
  let db: TestDatabase;
  let replicas: StartedService[];
  let clients: ReturnType<typeof createClient<typeof LimitServiceService>>[];

  beforeAll(async () => {
    db = await testDatabase('user');
    const start = () =>
      startService(
        { service: 'user', definitions: [LimitServiceService], module: UserModule, drainSeconds: 0 },
        { DATABASE_URL: db.url, ARGON2_MEMORY_KIB: '1024', USER_SECRETS_KEY: SECRETS_KEY },
      );
    replicas = [await start(), await start()];
    clients = replicas.map(({ address }) => createClient(LimitServiceService, { address, service: 'gateway' }));
  });
  afterAll(async () => {
    clients?.forEach((client) => client.close());
    for (const replica of replicas ?? []) await replica.stop();
    await db?.close();
  });

  it('counts a key once, whichever replica is asked, and others apart', async () => {
    const key = `person:${randomUUID()}`;
    const asked = Array.from({ length: 20 }, (_, i) => clients[i % 2]!.usePoints({ key, points: 3 }, AS_GATEWAY));
    const sums = (await Promise.all(asked)).map(({ usedPoints }) => usedPoints).sort((a, b) => a - b);
    expect(sums).toEqual(Array.from({ length: 20 }, (_, i) => (i + 1) * 3));
    const other = await clients[0]!.usePoints({ key: `person:${randomUUID()}`, points: 1 }, AS_GATEWAY);
    expect(other.usedPoints).toBe(1);
    expect(other.remainingMilliseconds).toBeGreaterThan(50_000);
    expect(other.remainingMilliseconds).toBeLessThanOrEqual(60_000);
  });

  it('begins anew once the minute is over', async () => {
    const key = `person:${randomUUID()}`;
    await clients[0]!.usePoints({ key, points: 100 }, AS_GATEWAY);
    await db.admin('UPDATE "user".rate_limits SET expire = 1');
    expect(await db.admin(`SELECT FROM "user".rate_limits WHERE key = '${key}'`)).toEqual([]); // hashes only
    expect((await clients[1]!.usePoints({ key, points: 2 }, AS_GATEWAY)).usedPoints).toBe(2);
  });

  it.each([
    [{ key: '', points: 1 }],
    [{ key: 'x'.repeat(201), points: 1 }],
    [{ key: 'x', points: 0 }],
    [{ key: 'x', points: -5 }],
  ])('refuses %j', async (request) => {
    await expect(clients[0]!.usePoints(request, AS_GATEWAY)).rejects.toMatchObject({ kind: 'invalid_argument' });
  });

  it('is for services alone', async () => {
    const caller = { userId: randomUUID(), roles: ['operator' as const] };
    const asked = clients[0]!.usePoints({ key: 'x', points: 1 }, { caller });
    await expect(asked).rejects.toMatchObject({ kind: 'permission_denied' });
  });
});
