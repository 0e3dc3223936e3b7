// Places of routes go 90 days after their end; younger routes, and those that are not over, keep theirs.
import { randomUUID } from 'node:crypto';
import { ManualClock } from '@lastmile/testing';
import { DriverConfig } from '../src/driver.config.js';
import { DriverPersonalData } from '../src/privacy/personal-data.repository.js';
import { Platform } from './platform.js';

let platform: Platform;
beforeAll(async () => void (platform = await Platform.start()));
afterAll(() => platform.stop());

const sweep = async () => {
  const data = new DriverPersonalData(platform.db.database, new ManualClock(new Date()), new DriverConfig());
  for (const rule of data.retention) await rule.sweep(500);
};

test('places of routes go after 90 days, in two replicas at once', async () => {
  const caller = await platform.newDriver();
  const routes = await Promise.all([91, 89, 0].map(() => platform.newRoute(caller)));
  for (const [n, days] of [91, 89].entries()) {
    const { routeId } = routes[n]!;
    await platform.client.finishRoute({ requestId: randomUUID(), routeId, cancelScheduled: false }, { caller });
    await platform.db.admin(
      'UPDATE driver.routes SET finish_time = now() - make_interval(days => $2) WHERE route_id = $1',
      [routeId, days],
    );
  }
  await platform.db.admin(`UPDATE driver.routes SET create_time = now() - interval '400 days'`);
  await Promise.all([sweep(), sweep()]);
  const places = async ({ routeId }: { routeId: string }) =>
    platform.db.admin(
      'SELECT destination_name AS name, destination_latitude AS latitude FROM driver.routes WHERE route_id = $1',
      [routeId],
    );
  const exact = [{ name: 'home', latitude: 40.7446 }];
  expect(await Promise.all(routes.map(places))).toEqual([[{ name: '', latitude: 40.74 }], exact, exact]);
});
