// Every list of routes reads about as many rows as it shows, however many routes there have been.
import { Explained } from '@lastmile/testing';
import { RouteRepository, type RouteFilter } from '../src/routes/route.repository.js';
import { Platform } from './platform.js';

const PAGE = 20;
const MOST_READ = 100;

let platform: Platform;
let driverId: string;
beforeAll(async () => {
  platform = await Platform.start();
  const caller = await platform.newDriver();
  driverId = caller.userId;
  await platform.newRoute(caller);
  // What is not finished is older than all that is.
  await platform.db.admin(
    `INSERT INTO driver.routes SELECT (jsonb_populate_record(r, jsonb_build_object(
       'route_id', gen_random_uuid(), 'status', 'finished', 'finish_time', now(),
       'create_time', create_time + i * interval '1 min'))).*
     FROM driver.routes r, generate_series(1, 10000) AS i`,
  );
  await platform.db.admin('ANALYZE driver.routes');
});
afterAll(() => platform.stop());

it.each<[string, () => RouteFilter]>([
  ['registered', () => ({ status: 'registered' })],
  ['starting', () => ({ status: 'starting' })],
  ['started', () => ({ status: 'started' })],
  ['finishing', () => ({ status: 'finishing' })],
  ['finished', () => ({ status: 'finished' })],
  ['started, of one driver', () => ({ driverId, status: 'started' })],
  ['of one driver', () => ({ driverId })],
  ['all', () => ({})],
])('%s', async (_, filter) => {
  const explained = new Explained(platform.db.database);
  await new RouteRepository(explained as never, ...([] as unknown as [never, never, never])).list(filter(), PAGE);
  expect(explained.isScan).toBe(false);
  expect(explained.rowsRead).toBeLessThan(MOST_READ);
});
