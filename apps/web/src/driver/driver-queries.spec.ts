// For a person with the roles driver, rider and operator, each screen only requests that person's own data.
import { openRideQuery } from '../rider/rider.queries';
import { liveTripsQuery, routesQuery, startedRouteQuery, unratedQuery } from './driver-queries';

const asked: [path: string, query: Record<string, unknown>][] = [];
jest.mock('../session/session', () => ({ ownId: () => 'me' }));
jest.mock('../api/client', () => ({
  api: {
    GET: (path: string, { params }: { params: { query: Record<string, unknown> } }) => {
      asked.push([path, params.query]);
      return Promise.resolve({ items: [] });
    },
  },
  answerOf: (answer: Promise<unknown>) => answer,
}));
beforeEach(() => (asked.length = 0));

it.each([
  ['routes', routesQuery, '/v1/routes', 'driverId'],
  ['the route on the way', startedRouteQuery, '/v1/routes', 'driverId'],
  ['trips on the way', liveTripsQuery, '/v1/trips', 'driverId'],
  ['riders to be rated', unratedQuery, '/v1/trips', 'driverId'],
  ['the open ride', openRideQuery, '/v1/rides', 'riderId'],
])('%s', async (_, { queryFn }, path, whose) => {
  await (queryFn as () => Promise<unknown>)();
  expect(asked).toEqual([[path, expect.objectContaining({ [whose]: 'me' })]]);
});
