import pg from 'pg';
import { testDatabase, testServer, type TestDatabase } from '@lastmile/testing';
import { dumpSchema } from './dump-schema.js';

describe('dumpSchema', () => {
  let test: TestDatabase;
  let client: pg.Client;

  beforeAll(async () => {
    test = await testDatabase('trip');
    const url = Object.assign(new URL(testServer().adminUrl), { pathname: new URL(test.url).pathname });
    client = new pg.Client({ connectionString: url.href });
    await client.connect();
    await client.query('CREATE SCHEMA shop');
  });
  afterAll(async () => {
    await client.end();
    await test.close();
  });

  it('writes SQL that makes the same schema again', async () => {
    await client.query(`
      SET search_path TO shop;
      CREATE TYPE colour AS ENUM ('red', 'blue');
      CREATE TABLE owners (id uuid PRIMARY KEY);
      CREATE TABLE things (
        id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        owner_id uuid NOT NULL REFERENCES owners,
        colour colour NOT NULL DEFAULT 'red',
        price integer CONSTRAINT things_price CHECK (price >= 0),
        twice integer GENERATED ALWAYS AS (price * 2) STORED,
        UNIQUE (owner_id, colour)
      );
      CREATE UNIQUE INDEX one_blue ON things (owner_id) WHERE colour = 'blue';
      CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'no'; END $$;
      CREATE TRIGGER keep BEFORE DELETE ON things FOR EACH ROW EXECUTE FUNCTION refuse();
      CREATE VIEW reds AS SELECT id FROM things WHERE colour = 'red'`);
    const dump = await dumpSchema(client, 'shop');
    for (const part of [
      'one_blue',
      'things_price',
      'keep BEFORE DELETE',
      'REFERENCES owners',
      'STORED',
      'CREATE VIEW',
    ]) {
      expect(dump).toContain(part);
    }
    await client.query('DROP SCHEMA shop CASCADE; CREATE SCHEMA shop; SET search_path TO shop');
    await client.query(dump.replaceAll(' shop.', ' '));
    expect(await dumpSchema(client, 'shop')).toBe(dump);
  });
});
