// A start while the database is away, refuses the role, or has another schema.
import { connect, createServer, type AddressInfo, type Server } from 'node:net';
import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { testDatabase, type TestDatabase } from '@lastmile/testing';
import { Database, PostgresModule } from '../src/index.js';

const MUCH_SECONDS = '60';
let test: TestDatabase;
let front: Server;
/** Connections that are still cut off, as by a database that starts. */
let refusals = 0;
let connections = 0;
const before = { ...process.env };

beforeAll(async () => {
  test = await testDatabase('trip');
  front = createServer((near) => {
    connections += 1;
    if (refusals-- > 0) return near.resetAndDestroy();
    const far = connect(Number(new URL(test.url).port), '127.0.0.1');
    for (const socket of [near, far]) socket.on('error', () => undefined);
    near.pipe(far).pipe(near);
  });
  await new Promise<void>((resolve) => front.listen(0, '127.0.0.1', resolve));
});
beforeEach(() => (connections = refusals = 0));
afterEach(() => (process.env = { ...before }));
afterAll(async () => {
  front?.close();
  await test?.close();
});

@Module({ imports: [PostgresModule.forService('trip')] })
class TripModule {}

function boot(seconds: string, change: (url: URL) => void = () => undefined) {
  const url = new URL(test.url);
  url.port = String((front.address() as AddressInfo).port);
  change(url);
  Object.assign(process.env, { DATABASE_URL: url.href, DATABASE_WAIT_SECONDS: seconds, LOG_LEVEL: 'silent' });
  return NestFactory.createApplicationContext(TripModule, { logger: false, abortOnError: false });
}

it('waits until the database answers', async () => {
  refusals = 3;
  const app = await boot(MUCH_SECONDS);
  expect(connections).toBe(4);
  expect(await app.get(Database).one('SELECT 1 AS n')).toEqual({ n: 1 });
  await app.close();
});

it('gives up after its time, and says what to look at', async () => {
  refusals = Infinity;
  await expect(boot('0')).rejects.toThrow(/^DATABASE_URL: cannot connect: /);
});

it('does not wait when the role is refused', async () => {
  await expect(boot(MUCH_SECONDS, (url) => (url.password = 'guess'))).rejects.toThrow(
    /^DATABASE_URL: cannot connect: /,
  );
  expect(connections).toBe(1);
});

it('does not wait when the schema is another', async () => {
  const [last] = await test.admin<{ number: number }>('SELECT max(number) AS number FROM trip.migrations');
  await test.admin('UPDATE trip.migrations SET number = 9999 WHERE number = $1', [last!.number]);
  await expect(boot(MUCH_SECONDS)).rejects.toThrow(/^DATABASE_URL: trip: /);
  expect(connections).toBe(1);
});
