import { DriverLocation, Trip } from '@lastmile/contracts';
import { DomainError, notFound } from '@lastmile/errors';
import { waitFor } from '@lastmile/testing';
import type { Clients } from '../gateway.client.js';
import type { CarStream } from './car-stream.js';
import { readShared, SharedView, type SharedCar } from './shared-view.js';

const POINT = { position: { latitude: 40.75, longitude: -73.83 }, time: '2026-09-23T12:00:00Z', accuracyMeters: 5 };
const TRIP = Trip.fromJSON({ tripId: 'own', driverId: 'driver', routeId: 'route', riderId: 'rider' });

/** One valid link, `good`, and one car that moves when the test says so. */
function setUp() {
  let failure: Error | undefined;
  let deliver: ((location: DriverLocation) => void) | undefined;
  const moved: SharedCar[] = [];
  const ended = jest.fn();
  const clients = {
    trips: {
      getSharedTrip: async ({ token }: { token: string }) => {
        if (failure) throw failure;
        if (token !== 'good') throw notFound('shared trip', token);
        return { trip: TRIP };
      },
    },
  } as unknown as Clients;
  const cars = {
    watch: (_: string, to: typeof deliver) => {
      deliver = to;
      return () => (deliver = undefined);
    },
  } as unknown as CarStream;
  const view = new SharedView(clients, cars, 'good', TRIP, { moved: (car) => moved.push(car), ended });
  const drive = (routeId: string, ...tripIds: string[]) =>
    deliver?.(
      DriverLocation.fromJSON({
        driverId: 'driver',
        routeId,
        point: POINT,
        trips: tripIds.map((tripId) => ({ tripId })),
      }),
    );
  const fail = (error: Error) => (failure = error);
  return { clients, view, drive, fail, moved, ended, isWatching: () => deliver !== undefined };
}

it('shows the car of the trip, without a word of who drives and who else rides', () => {
  const { view, drive, moved } = setUp();
  drive('route', 'own', 'another');
  drive('another route', 'own');
  expect(moved).toHaveLength(1);
  expect(moved[0]!.point.position).toEqual(POINT.position);
  expect(JSON.stringify(moved)).not.toMatch(/driver|rider|another/);
  view.close();
});

it('ends once, when the link does', async () => {
  const { view, drive, fail, moved, ended, isWatching } = setUp();
  await view.check();
  expect(ended).not.toHaveBeenCalled();
  fail(notFound('shared trip', 'good'));
  await Promise.all([view.check(), view.check()]);
  expect(ended).toHaveBeenCalledTimes(1);
  expect(isWatching()).toBe(false);
  drive('route', 'own');
  expect(moved).toEqual([]);
});

it('ends at once when the car no longer carries the rider', async () => {
  const { drive, fail, moved, ended } = setUp();
  drive('route', 'own');
  fail(notFound('shared trip', 'good'));
  drive('route', 'another');
  await waitFor(() => ended.mock.calls.length === 1);
  expect(moved).toHaveLength(1);
});

it('goes on while the trip service is away', async () => {
  const { view, drive, fail, moved, ended } = setUp();
  fail(new DomainError('unavailable', 'UNAVAILABLE', 'away'));
  await view.check();
  drive('route', 'own');
  expect([ended.mock.calls.length, moved.length]).toEqual([0, 1]);
  view.close();
});

it('does not begin with a link that shows nothing', async () => {
  const { clients, view } = setUp();
  await expect(readShared(clients, 'bad')).rejects.toMatchObject({ kind: 'not_found' });
  view.close();
});
