// Riders and drivers are told why: why a ride still waits, what an offer adds, and why others are not in it. And whoever
// lets a rider down is followed at once by somebody else, without waiting for anybody's next position.
import { waitFor } from '@lastmile/testing';
import type { Area, Arrival, Ride, Route, Station, Trip } from '../../tools/simulate/api.types.js';
import { northOf, startCity, type E2eCity } from './city.js';
import { Phone, type Ack } from './people.js';

interface Approach {
  stationId: string;
  lastMatch?: { time: string; tripCount: number; leftBehind: { reason: string; rideCount: number }[] };
}
type Explained = Ride & { consideredTime?: string };

let city: E2eCity;
let station: Station;
let home: Area;
let riders: Phone[];
let dana: Phone;
let eli: Phone;
const rides = new Map<string, Phone>();

beforeAll(async () => {
  city = await startCity(10, { envOf: { trip: { OFFER_SECONDS: '600' } } });
}, 120_000);
afterAll(async () => {
  [...(riders ?? []), dana, eli].forEach((phone) => phone?.disconnect());
  await city?.destroy();
}, 60_000);

const now = () => city.clock.now();
const rideOf = (phone: Phone, rideId: string) => phone.api.get<Explained>(`/v1/rides/${rideId}`);

async function startDriver(name: string, seats: number): Promise<Phone> {
  const phone = await Phone.signUp(city.platform.baseUrl, name, ['driver']);
  const vehicle = { plate: `LM ${name}`, description: 'Blue hatchback', seats, wheelchairPlaces: 0 };
  await phone.api.put('/v1/drivers/me', { name, vehicle });
  const { routeId } = await phone.api.post<Route>('/v1/routes', {
    stationIds: [station.stationId],
    destination: { name: home.name, position: home.position },
    detourBudgetSeconds: 900,
  });
  await phone.api.post(`/v1/routes/${routeId}/start`);
  return phone;
}

async function startRider(name: string): Promise<Phone> {
  const phone = await Phone.signUp(city.platform.baseUrl, name, ['rider']);
  await phone.api.put('/v1/riders/me', { name });
  return phone;
}

it('a city with one seat for two riders', async () => {
  riders = await Promise.all(['robin', 'alex'].map(startRider));
  const [robin] = riders;
  const stations = await robin!.api.get<{ items: Station[] }>('/v1/stations?nameContains=Flushing');
  station = stations.items[0]!;
  const areas = await robin!.api.get<{ items: Area[] }>(`/v1/stations/${station.stationId}/areas`);
  home = areas.items.find((area) => area.distanceMeters > 1_000)!;
  dana = await startDriver('dana', 1);
  const trains = await robin!.api.get<{ items: Arrival[] }>(`/v1/stations/${station.stationId}/arrivals`);
  const { trainId, serviceDate } = trains.items.find(({ arriveTime }) => Date.parse(arriveTime) > +now() + 60_000)!;
  const destination = { name: home.name, position: home.position };
  for (const phone of riders) {
    const body = { stationId: station.stationId, trainId, serviceDate, destination, maxWaitSeconds: 3_600 };
    const ride = await phone.api.post<Explained>('/v1/rides', body);
    expect(ride.waitingReason ?? ride.consideredTime).toBeUndefined();
    rides.set(ride.rideId, phone);
  }
});

it('tells the driver what the offer adds, and how many others are left for which reason', async () => {
  const stop = dana.standAt(northOf(station.position, 600), now);
  const offer = await dana.hears('trip.offered');
  stop();
  expect(offer.data).toMatchObject({ party_size: '1', added_detour_seconds: expect.stringMatching(/^\d+$/) });
  const offers = await dana.api.get<{ items: (Trip & { addedDetourSeconds: number })[] }>('/v1/trips?status=offered');
  expect(offers.items).toHaveLength(1);
  expect(String(offers.items[0]!.addedDetourSeconds)).toBe(offer.data.added_detour_seconds);

  const approaches = () => dana.api.get<{ items: Approach[] }>('/v1/drivers/me/approaches');
  await waitFor(async () => (await approaches()).items[0]?.lastMatch !== undefined, { what: 'the match is told' });
  const { items } = await approaches();
  expect(items.map(({ stationId }) => stationId)).toEqual([station.stationId]);
  // Outranked when both were planned, no seat when matching looked again.
  expect(items[0]!.lastMatch!.leftBehind).toEqual([
    { reason: expect.stringMatching(/^(outranked|no_seat)$/), rideCount: 1 },
  ]);
  for (const rideId of rides.keys()) expect(JSON.stringify(items)).not.toContain(rideId);
});

it('tells the other rider why, over REST and the socket', async () => {
  const [trip] = (await dana.api.get<{ items: Trip[] }>('/v1/trips?status=offered')).items;
  const [rideId, phone] = [...rides].find(([each]) => each !== trip!.rideId)!;
  await waitFor(async () => (await rideOf(phone, rideId)).consideredTime !== undefined, {
    what: 'the ride is considered',
  });
  const ack: Ack<Explained> = await phone.emit('ride:status', { rideId });
  expect(ack).toMatchObject({ ok: true, result: { status: 'waiting' } });
  expect(['outranked', 'no_seat']).toContain((ack as { result: Explained }).result.waitingReason);
  expect(await phone.emit('ride:status', { rideId: trip!.rideId })).toMatchObject({
    ok: false,
    error: { reason: 'RIDE_NOT_FOUND' },
  });
});

it('finds another driver at once when one declines', async () => {
  eli = await startDriver('eli', 2);
  const stop = eli.standAt(northOf(station.position, 500), now);
  await eli.hears('trip.offered');
  stop();
  const [declined] = (await dana.api.get<{ items: Trip[] }>('/v1/trips?status=offered')).items;
  // Eli has been heard of, and is silent from here on: only the decline can bring the next match.
  await eli.drive(northOf(station.position, 490), now());
  await dana.emit('offer:decline', { tripId: declined!.tripId, requestId: 'no', reason: 'wrong way' });
  const offered = () => eli.heard.filter(({ kind }) => kind === 'trip.offered');
  await waitFor(() => offered().length === 2, { what: 'the other driver is asked' });
  expect(offered()[1]!.data).toMatchObject({ ride_id: declined!.rideId });
  const phone = rides.get(declined!.rideId)!;
  await waitFor(async () => (await rideOf(phone, declined!.rideId)).status === 'offered');
  const { waitingReason, consideredTime } = await rideOf(phone, declined!.rideId);
  expect(waitingReason ?? consideredTime).toBeUndefined();
});
