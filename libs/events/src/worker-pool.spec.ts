import pg from 'pg';
import { workerPool } from './worker-pool.js';

it('a repeat that comes after the service has stopped fails nowhere', async () => {
  const pool = workerPool(new pg.Pool({ host: '127.0.0.1', port: 1 }));
  await pool.end();
  const failed = pool.connect().catch(() => 'failed');
  const later = new Promise((resolve) => setImmediate(() => setImmediate(resolve, 'waits')));
  expect(await Promise.race([failed, later])).toBe('waits');
});
