// A network that drops every packet: queries end with an error, and new connections work.
import { Database } from '@lastmile/postgres';
import { createLogger } from '@lastmile/telemetry';
import { testDatabase, Wire, type TestDatabase } from '@lastmile/testing';

describe('a network that went silent', () => {
  let test: TestDatabase;
  let database: Database;
  let wire: Wire;

  beforeAll(async () => {
    test = await testDatabase('trip');
    const url = new URL(test.url);
    wire = await Wire.to(Number(url.port));
    url.port = String(wire.port);
    database = new Database({ url: url.href, service: 'trip', poolMax: 1, logger: createLogger({ service: 'trip' }) });
  });
  afterAll(async () => {
    await database.close();
    wire.close();
    await test.close();
  });

  it.each([
    ['a query', () => database.one('SELECT 1 AS n')],
    ['a transaction', () => database.transaction((tx) => tx.one('SELECT 1 AS n'))],
  ])('%s fails as unavailable, and the next one has another connection', async (_what, ask) => {
    expect(await ask()).toEqual({ n: 1 });
    wire.forget();
    await expect(ask()).rejects.toMatchObject({ kind: 'unavailable', reason: 'DATABASE_UNAVAILABLE' });
    expect(await ask()).toEqual({ n: 1 });
  });

  it('bulk work may be waited for longer than other work', async () => {
    const slow = database.transaction(async (tx) => {
      await tx.setStatementTimeout(60);
      return tx.one('SELECT 1 AS n FROM pg_sleep(5)');
    });
    expect(await slow).toEqual({ n: 1 });
  });
});
