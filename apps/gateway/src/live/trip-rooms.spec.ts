import { DriverLocation, Trip, TripStatus } from '@lastmile/contracts';
import { notFound } from '@lastmile/errors';
import { waitFor } from '@lastmile/testing';
import type { Clients } from '../gateway.client.js';
import type { CarStream } from './car-stream.js';
import { TripRooms } from './trip-rooms.js';

const RIDER = { userId: 'rider', roles: ['rider' as const] };
const SEEN = ['SCHEDULED', 'ARRIVED', 'ACTIVE'] as const;
const UNSEEN = ['OFFERED', 'COMPLETED', 'DECLINED', 'EXPIRED', 'CANCELLED', 'NO_SHOW'] as const;

/** The trip service has one trip of one rider; the car moves when the test says so. */
function setUp(first: (typeof SEEN)[number] | (typeof UNSEEN)[number]) {
  let status: TripStatus = TripStatus[`TRIP_STATUS_${first}`];
  let deliver: ((location: DriverLocation) => void) | undefined;
  const moved: string[] = [];
  const ended: TripStatus[] = [];
  const clients = {
    trips: {
      getTripDetails: async ({ tripId }: { tripId: string }, { caller }: { caller: { userId: string } }) => {
        if (tripId !== 'own' || caller.userId !== 'rider') throw notFound('trip', tripId);
        return { trip: { ...Trip.fromJSON({ tripId, driverId: 'driver', routeId: 'route' }), status }, history: [] };
      },
    },
    locations: { getDriverLocations: async () => ({ locations: [locationOf('own')] }) },
  } as unknown as Clients;
  const cars = {
    watch: (_: string, to: typeof deliver) => {
      deliver = to;
      return () => (deliver = undefined);
    },
  } as unknown as CarStream;
  const rooms = (caller = RIDER) =>
    new TripRooms(clients, cars, caller, {
      moved: ({ tripId }) => moved.push(tripId),
      ended: (trip) => ended.push(trip.status),
    });
  const drive = (...tripIds: string[]) => deliver?.(locationOf(...tripIds));
  const become = (next: (typeof UNSEEN)[number]) => (status = TripStatus[`TRIP_STATUS_${next}`]);
  return { rooms, drive, become, moved, ended };
}

const locationOf = (...tripIds: string[]): DriverLocation =>
  DriverLocation.fromJSON({ driverId: 'driver', routeId: 'route', trips: tripIds.map((tripId) => ({ tripId })) });

describe('a rider', () => {
  it.each(SEEN)('sees the car while the trip is %s', async (status) => {
    const { rooms, drive, moved } = setUp(status);
    const own = rooms();
    expect((await own.join('own')).location?.driverId).toBe('driver');
    drive('own');
    expect(moved).toEqual(['own']);
    own.close();
    drive('own');
    expect(moved).toEqual(['own']);
  });

  it.each(UNSEEN)('does not while it is %s', async (status) => {
    const { rooms, drive, moved } = setUp(status);
    const own = rooms();
    await expect(own.join('own')).rejects.toMatchObject({ reason: 'TRIP_NOT_LIVE' });
    drive('own');
    expect(moved).toEqual([]);
    own.close();
  });

  it.each(['somebody else’s trip', 'a trip that is none'])('never sees the car of %s', async (what) => {
    const { rooms, drive, moved } = setUp('ACTIVE');
    const other = what.startsWith('somebody') ? rooms({ ...RIDER, userId: 'stranger' }) : rooms();
    await expect(other.join(what.startsWith('somebody') ? 'own' : 'none')).rejects.toMatchObject({ kind: 'not_found' });
    drive('own');
    expect(moved).toEqual([]);
    other.close();
  });

  it.each(['COMPLETED', 'CANCELLED', 'NO_SHOW'] as const)('sees it no longer once the trip is %s', async (status) => {
    const { rooms, drive, become, moved, ended } = setUp('ACTIVE');
    const own = rooms();
    await own.join('own');
    become(status);
    await own.check('own');
    expect(ended).toEqual([TripStatus[`TRIP_STATUS_${status}`]]);
    drive('own');
    expect(moved).toEqual([]);
    own.close();
  });

  it('sees it no longer once the car carries others alone, whatever notifications say', async () => {
    const { rooms, drive, become, moved, ended } = setUp('ACTIVE');
    const own = rooms();
    await own.join('own');
    drive('own', 'other');
    become('COMPLETED');
    drive('other');
    await waitFor(() => ended.length === 1);
    expect(moved).toEqual(['own']);
    own.close();
  });
});

describe('who goes while the room is being joined', () => {
  it.each<[string, (rooms: TripRooms) => void]>([
    ['closes', (rooms) => rooms.close()],
    ['leaves', (rooms) => rooms.leave('own')],
  ])('%s: and watches nothing afterwards', async (_, go) => {
    const { rooms, drive, moved } = setUp('ACTIVE');
    const own = rooms();
    const joining = own.join('own');
    go(own);
    await expect(joining).rejects.toMatchObject({ reason: 'ROOM_LEFT' });
    drive('own');
    expect(moved).toEqual([]);
    own.close();
  });
});
