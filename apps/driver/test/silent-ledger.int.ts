// While the ledger is silent, drivers who wait for it take nothing away from the others.
import { randomUUID } from 'node:crypto';
import { RouteStatus } from '@lastmile/contracts';
import { waitFor } from '@lastmile/testing';
import { Platform } from './platform.js';

let platform: Platform;
beforeAll(async () => void (platform = await Platform.start({ DATABASE_POOL_MAX: '2' })));
afterAll(() => platform.stop());

test('with a pool of two, two starts and a finish that wait for a silent ledger hold no connection', async () => {
  const callers = await Promise.all([platform.newDriver(), platform.newDriver(), platform.newDriver()]);
  const routes = await Promise.all(callers.slice(0, 2).map((caller) => platform.newRoute(caller)));
  const driven = await platform.startedRoute(callers[2]!);
  platform.ledger.calls.length = 0;
  const speak = platform.ledger.silence();
  const asked = [
    ...routes.map(({ routeId }, n) =>
      platform.client.startRoute({ requestId: randomUUID(), routeId }, { caller: callers[n] }),
    ),
    platform.client.finishRoute(
      { requestId: randomUUID(), routeId: driven.routeId, cancelScheduled: false },
      { caller: callers[2] },
    ),
  ];
  await waitFor(() => platform.ledger.calls.length === 3, { what: 'all three wait for the ledger' });

  const somebody = await platform.newDriver();
  await platform.newRoute(somebody);
  const inTransactions = await platform.db.admin(
    `SELECT FROM pg_stat_activity
     WHERE datname = current_database() AND usename = 'lastmile_driver' AND state = 'idle in transaction'`,
  );
  expect(inTransactions).toEqual([]);
  const states = await Promise.all(
    [...routes, driven].map(({ routeId, driverId }) =>
      platform.client.getRoute({ routeId }, { caller: callers.find(({ userId }) => userId === driverId) }),
    ),
  );
  expect(states.map(({ route }) => route?.status)).toEqual([
    RouteStatus.ROUTE_STATUS_STARTING,
    RouteStatus.ROUTE_STATUS_STARTING,
    RouteStatus.ROUTE_STATUS_FINISHING,
  ]);

  speak();
  const answers = await Promise.all(asked);
  expect(answers.map(({ route }) => route?.status)).toEqual([
    RouteStatus.ROUTE_STATUS_STARTED,
    RouteStatus.ROUTE_STATUS_STARTED,
    RouteStatus.ROUTE_STATUS_FINISHED,
  ]);
});
