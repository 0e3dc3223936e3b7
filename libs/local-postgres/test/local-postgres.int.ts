import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { startLocalPostgres, stopLocalPostgres } from '@lastmile/local-postgres';

describe('the local PostgreSQL', () => {
  let directory: string;
  beforeEach(() => void (directory = mkdtempSync(join(tmpdir(), 'lastmile-local-'))));
  afterEach(async () => {
    await stopLocalPostgres(directory);
    rmSync(directory, { recursive: true });
  });

  const processId = () => Number(readFileSync(join(directory, 'data/postmaster.pid'), 'utf8').split('\n')[0]);
  const query = async (connectionString: string, text: string) => {
    const client = new pg.Client({ connectionString });
    client.on('error', () => undefined);
    await client.connect();
    return client.query(text).finally(() => client.end().catch(() => undefined));
  };

  it('keeps what was acknowledged through kill -9 and a new start', async () => {
    const first = await startLocalPostgres({ directory });
    await query(first.adminUrl, 'CREATE TABLE kept (n int)');
    await query(first.adminUrl, 'INSERT INTO kept VALUES (42)');
    process.kill(processId(), 'SIGKILL');
    const second = await startLocalPostgres({ directory });
    expect((await query(second.adminUrl, 'SELECT n FROM kept')).rows).toEqual([{ n: 42 }]);
  });

  it('is taken over when its launcher is gone, and stops when told', async () => {
    const first = await startLocalPostgres({ directory });
    const pid = processId();
    const second = await startLocalPostgres({ directory });
    expect(second.adminUrl).toBe(first.adminUrl);
    expect(processId()).toBe(pid);
    await second.stop();
    await expect(query(first.adminUrl, 'SELECT 1')).rejects.toThrow('ECONNREFUSED');
    await second.stop();
  });
});
