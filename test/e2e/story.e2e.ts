// One rider, one driver, from sign-up to the rating, through HTTP and sockets alone.
import type { Area, Arrival, Notification, Ride, Route, Station, Trip } from '../../tools/simulate/api.types.js';
import { randomUUID } from 'node:crypto';
import { rmSync } from 'node:fs';
import { waitFor } from '@lastmile/testing';
import { importFeed } from '../../tools/import/import-feed.js';
import { audit } from './audit.js';
import { northOf, OPERATOR, startCity, type E2eCity } from './city.js';
import { writeKoreanFeed } from './korean-feed.js';
import { leftoversOf } from './leftovers.js';
import { Phone, PASSWORD } from './people.js';
import { Api } from '../../tools/simulate/api.js';
import { Viewer } from './viewer.js';

/** Written nowhere else, so that what is left of them can be found. */
const RIDER_NAME = 'Robin Quillfeather';
const DRIVER_NAME = 'Dana Brackenbury';
const DOOR = '12 Marigold Row';
const GARAGE = '7 Larkspur Yard';

describe('a ride home', () => {
  let city: E2eCity;
  let rider: Phone;
  let driver: Phone;
  let station: Station;
  let home: Area;
  let ride: Ride;
  let route: Route;
  let trip: Trip;
  let friend: Viewer;
  let pin: string;

  beforeAll(async () => {
    city = await startCity();
  }, 120_000);
  afterAll(async () => {
    rider?.disconnect();
    driver?.disconnect();
    friend?.close();
    await city?.destroy();
  }, 60_000);

  const now = () => city.clock.now();
  const rideNow = () => rider.api.get<Ride>(`/v1/rides/${ride.rideId}`);

  it('the driver registers and starts a route past the station', async () => {
    driver = await Phone.signUp(city.platform.baseUrl, 'dana', ['driver']);
    const stations = await driver.api.get<{ items: Station[] }>('/v1/stations?nameContains=Flushing');
    station = stations.items[0]!;
    const areas = await driver.api.get<{ items: Area[] }>(`/v1/stations/${station.stationId}/areas`);
    home = areas.items.find((area) => area.distanceMeters > 1_000)!;
    const vehicle = { plate: 'LM 0001', description: 'Blue hatchback', seats: 2, wheelchairPlaces: 0 };
    await driver.api.put('/v1/drivers/me', { name: DRIVER_NAME, vehicle });
    route = await driver.api.post<Route>('/v1/routes', {
      stationIds: [station.stationId],
      destination: { name: GARAGE, position: home.position },
      detourBudgetSeconds: 900,
    });
    await driver.api.post(`/v1/routes/${route.routeId}/start`);
  });

  it('the rider picks a train and asks for a ride; asking again with the same key is the same ride', async () => {
    rider = await Phone.signUp(city.platform.baseUrl, 'robin', ['rider']);
    await rider.api.put('/v1/riders/me', { name: RIDER_NAME });
    const query = new URLSearchParams({
      from: now().toISOString(),
      to: new Date(now().getTime() + 900_000).toISOString(),
    });
    const trains = await rider.api.get<{ items: Arrival[] }>(`/v1/stations/${station.stationId}/arrivals?${query}`);
    const train = trains.items.find((arrival) => Date.parse(arrival.arriveTime) > now().getTime() + 60_000)!;
    const body = {
      stationId: station.stationId,
      trainId: train.trainId,
      serviceDate: train.serviceDate,
      destination: { name: DOOR, position: home.position },
    };
    const ask = async () => {
      const response = await fetch(`${city.platform.baseUrl}/v1/rides`, {
        method: 'POST',
        headers: {
          authorization: `Bearer ${await rider.api.token()}`,
          'content-type': 'application/json',
          'idempotency-key': 'take-me-home',
        },
        body: JSON.stringify(body),
      });
      expect(response.status).toBe(201);
      return (await response.json()) as Ride;
    };
    const [first, second] = await Promise.all([ask(), ask()]);
    expect(second.rideId).toBe(first.rideId);
    expect((await rider.api.get<{ items: Ride[] }>('/v1/rides')).items).toHaveLength(1);
    ride = first;
    expect(ride.status).toBe('waiting');
  });

  it('the driver comes near, is offered the rider, and accepts', async () => {
    const ack = await driver.drive(northOf(station.position, 700), now());
    expect(ack).toMatchObject({ ok: true, result: { acceptedCount: 1 } });
    const stop = driver.standAt(northOf(station.position, 600), now);
    const offer = await driver.hears('trip.offered');
    expect(offer.data).toMatchObject({ ride_id: ride.rideId });
    const answer = await driver.emit<Trip>('offer:accept', { tripId: offer.data.trip_id!, requestId: 'yes' });
    expect(answer).toMatchObject({ ok: true, result: { status: 'scheduled' } });
    trip = (answer as { result: Trip }).result;
    expect(trip.pin ?? '').toBe('');
    stop();
    await rider.hears('trip.scheduled');
    await waitFor(async () => (await rideNow()).status === 'scheduled');
  });

  it('the rider follows the car; a stranger does not', async () => {
    expect(await rider.emit('trip:join', { tripId: trip.tripId })).toMatchObject({ ok: true });
    await driver.drive(northOf(station.position, 100), now());
    await waitFor(() => rider.locations.length > 0);
    expect(rider.locations.at(-1)).toMatchObject({ tripId: trip.tripId });
    const stranger = await Phone.signUp(city.platform.baseUrl, 'sam', ['rider']);
    expect(await stranger.emit('trip:join', { tripId: trip.tripId })).toMatchObject({
      ok: false,
      error: { reason: 'TRIP_NOT_FOUND' },
    });
    stranger.disconnect();
  });

  it('a friend with the link sees the car and nothing else, until the link ends', async () => {
    const share = () => rider.api.post<{ token: string }>(`/v1/trips/${trip.tripId}/share`);
    friend = await Viewer.open(city.platform.baseUrl, (await share()).token);
    const shown = await friend.read();
    expect(shown).toMatchObject({
      status: 200,
      body: { status: 'scheduled', vehiclePlate: 'LM 0001', driverName: 'Dana' },
    });
    const secrets = [rider.name, ride.riderId, trip.driverId, ride.rideId, trip.tripId, '@people.example', '"pin"'];
    const stop = driver.standAt(northOf(station.position, 100), now);
    await waitFor(() => friend.cars.length > 0, { what: 'the car on the friend’s map' });
    stop();
    for (const secret of secrets) expect(JSON.stringify([shown, friend.cars])).not.toContain(secret);

    const nosy = await Viewer.open(city.platform.baseUrl, (await share()).token);
    nosy.say('trip:join', { tripId: trip.tripId });
    await waitFor(() => nosy.isClosed, { what: 'the friend who asks is sent away' });
    expect(await Viewer.refusal(city.platform.baseUrl, 'no-such-link')).toBe('SHARED_TRIP_NOT_FOUND');
  });

  it('nobody deletes their account while they ride or drive', async () => {
    for (const phone of [rider, driver]) {
      await expect(phone.api.delete('/v1/users/me', { password: PASSWORD })).rejects.toMatchObject({
        status: 409,
        reason: 'ACCOUNT_BUSY',
      });
    }
  });

  it('a lost connection loses no notification', async () => {
    rider.disconnect();
    const lastSeen = rider.lastHeard!;
    const missedFrom = rider.heard.length;
    await driver.api.post(`/v1/trips/${trip.tripId}/arrive`);
    await rider.connect();
    await rider.hears('trip.arrived');
    const replayed = rider.heard.slice(missedFrom).map(({ sequence }) => sequence);
    expect(replayed[0]).toBe(lastSeen + 1);
    expect(replayed).toEqual(replayed.map((_, i) => lastSeen + 1 + i));
  });

  it('only the right PIN opens the door', async () => {
    const { trip: mine } = await rider.api.get<{ trip: Trip }>(`/v1/trips/${trip.tripId}`);
    expect(mine.pin).toMatch(/^\d{4}$/);
    pin = mine.pin!;
    const wrong = mine.pin === '0000' ? '0001' : '0000';
    await expect(driver.api.post(`/v1/trips/${trip.tripId}/pickup`, { pin: wrong })).rejects.toMatchObject({
      status: 409,
      reason: 'WRONG_PIN',
    });
    const aboard = await driver.api.post<Trip>(`/v1/trips/${trip.tripId}/pickup`, { pin: mine.pin! });
    expect(aboard.status).toBe('active');
  });

  it('the rider is dropped off, and rates', async () => {
    await driver.api.post(`/v1/trips/${trip.tripId}/dropoff`);
    await rider.hears('trip.completed');
    await waitFor(async () => (await rideNow()).status === 'completed');
    await waitFor(() => friend.isClosed, { timeoutSeconds: 30, what: 'the shared trip ends' });
    expect(friend.hasHeardTheEnd).toBe(true);
    expect(await friend.read()).toMatchObject({ status: 404, body: { reason: 'SHARED_TRIP_NOT_FOUND' } });
    await rider.api.post(`/v1/trips/${trip.tripId}/rating`, { rating: 5 });
    const { history } = await rider.api.get<{ history: { status: string }[] }>(`/v1/trips/${trip.tripId}`);
    const seen = history.map(({ status }) => status).filter((status, i, all) => status !== all[i - 1]);
    expect(seen).toEqual(['offered', 'scheduled', 'arrived', 'active', 'completed']);
    await driver.api.post(`/v1/routes/${route.routeId}/finish`);
  });

  it('the inbox lists what the socket said, in order and without gaps', async () => {
    const { items } = await rider.api.get<{ items: Notification[] }>('/v1/notifications?after=0');
    expect(items.map(({ sequence }) => sequence)).toEqual(items.map((_, i) => i + 1));
    const lived = new Map(rider.heard.map((entry) => [entry.sequence, entry.kind]));
    for (const { sequence, kind } of items) if (lived.has(sequence)) expect(lived.get(sequence)).toBe(kind);
    expect(items.at(-1)?.kind).toBe('trip.completed');
  });

  it('a station whose id is in another script is imported, shown, and ridden from', async () => {
    const { baseUrl, addressOf } = city.platform;
    const feed = writeKoreanFeed();
    await importFeed({ address: addressOf('station'), gtfs: feed, feedId: 'seoul' });
    rmSync(feed, { recursive: true });
    const jimin = await Phone.signUp(baseUrl, 'jimin', ['driver']);
    const minsu = await Phone.signUp(baseUrl, 'minsu', ['rider']);
    const { items } = await minsu.api.get<{ items: Station[] }>('/v1/stations?nameContains=Seoul');
    expect(items.map(({ stationId }) => stationId)).toEqual(['seoul:서울역']);
    const [{ stationId, position }] = items as [Station];
    const path = `/v1/stations/${encodeURIComponent(stationId)}`;
    expect(await minsu.api.get<Station>(path)).toMatchObject({ stationId, timeZone: 'Asia/Seoul' });

    const destination = { name: '집', position: northOf(position, 3_000) };
    await jimin.api.put('/v1/drivers/me', {
      name: 'Jimin',
      vehicle: { plate: '12가 3456', description: '', seats: 2, wheelchairPlaces: 1 },
    });
    const way = { stationIds: [stationId], destination, detourBudgetSeconds: 900 };
    const { routeId } = await jimin.api.post<Route>('/v1/routes', way);
    await jimin.api.post(`/v1/routes/${routeId}/start`);
    await jimin.api.put(`/v1/routes/${routeId}/stops/${encodeURIComponent(stationId)}/pickup-status`, {
      pickupStatus: 'ahead',
    });

    await minsu.api.put('/v1/riders/me', { name: 'Minsu' });
    const soon = new Date(now().getTime() + 60_000);
    const query = new URLSearchParams({ from: soon.toISOString(), pageSize: '1' });
    const trains = await minsu.api.get<{ items: Arrival[] }>(`${path}/arrivals?${query}`);
    const { trainId, serviceDate } = trains.items[0]!;
    expect(trainId).toMatch(/^급행 1@/);
    const party = { people: 2, wheelchair: true };
    const asked = await minsu.api.post<Ride>('/v1/rides', { stationId, trainId, serviceDate, destination, party });

    const stop = jimin.standAt(northOf(position, 600), now);
    const offer = await jimin.hears('trip.offered');
    expect(offer.data).toMatchObject({ ride_id: asked.rideId });
    const accepted = { tripId: offer.data.trip_id!, requestId: 'yes' };
    expect(await jimin.emit('offer:accept', accepted)).toMatchObject({ ok: true, result: { stationId, party } });
    stop();
    await minsu.hears('trip.scheduled');
    jimin.disconnect();
    minsu.disconnect();
  });

  it('the rider downloads what is known about them, and nothing about the driver', async () => {
    const copy = await rider.api.get<Record<string, Record<string, unknown>[]>>('/v1/users/me/export');
    expect(copy).toMatchObject({
      formatVersion: 1,
      account: [{ email: 'robin@people.example' }],
      riderProfile: [{ name: RIDER_NAME }],
      rides: [{ ride_id: ride.rideId, destination_name: DOOR }],
      tripsAsRider: [{ trip_id: trip.tripId, rider_name: RIDER_NAME, status: 'completed', driver_rating: 5 }],
    });
    expect(copy.inbox!.length).toBeGreaterThan(3);
    const text = JSON.stringify({ ...copy, inbox: [] });
    for (const secret of [trip.driverId, DRIVER_NAME, 'LM 0001', `"${pin}"`, 'password'])
      expect(text).not.toContain(secret);
  });

  it('the rider deletes the account: the password is asked, and then nothing is left of them anywhere', async () => {
    const { items: trips } = await driver.api.get<{ items: Trip[] }>('/v1/trips');
    const traces = { id: ride.riderId, mail: 'robin@people', name: RIDER_NAME, door: DOOR, pin: `"${pin}"` };
    const before = await leftoversOf(city.platform.adminUrl, traces);
    expect(before).toEqual(
      expect.arrayContaining(['notification.inboxes: id', 'rider.rides: door', 'trip.trips: pin', 'user.users: mail']),
    );
    expect(before).not.toContain('trip.requests: pin');
    await expect(rider.api.delete('/v1/users/me', { password: 'not the password' })).rejects.toMatchObject({
      reason: 'WRONG_CREDENTIALS',
    });
    await rider.api.delete('/v1/users/me', { password: PASSWORD });
    await expect(rider.api.put('/v1/riders/me', { name: RIDER_NAME })).rejects.toMatchObject({ status: 401 });
    await expect(rider.api.logIn('robin@people.example', PASSWORD)).rejects.toMatchObject({ status: 401 });
    rider.disconnect();
    await nothingIsLeft(traces);
    // The driver's trip and its money are what they were; who rode is nobody's.
    const { items: after } = await driver.api.get<{ items: Trip[] }>('/v1/trips');
    expect(after).toHaveLength(trips.length);
    expect(after[0]).toMatchObject({ tripId: trip.tripId, status: 'completed', riderName: '' });
  });

  it('an operator erases the driver', async () => {
    const operator = new Api(city.platform.baseUrl, new AbortController().signal);
    await operator.logIn(OPERATOR.email, OPERATOR.password);
    driver.disconnect();
    await operator.delete(`/v1/users/${trip.driverId}`);
    await operator.delete(`/v1/users/${trip.driverId}`);
    await nothingIsLeft({ id: trip.driverId, mail: 'dana@people', name: DRIVER_NAME, plate: 'LM 0001', place: GARAGE });
    await expect(operator.delete(`/v1/users/${randomUUID()}`)).rejects.toMatchObject({ status: 404 });
  });

  async function nothingIsLeft(traces: Record<string, string>): Promise<void> {
    let left: string[] = [];
    const isGone = async () => {
      left = await leftoversOf(city.platform.adminUrl, traces);
      // That old tokens are worth nothing is remembered until the last of them has expired.
      left = left.filter((found) => found !== 'user.revocations: id');
      return left.length === 0;
    };
    await waitFor(isGone, { timeoutSeconds: 60, what: 'nothing is left' }).catch((error: unknown) => {
      throw new Error(`still there: ${left.join(', ')}`, { cause: error });
    });
    expect(await audit(city.platform.adminUrl)).toEqual([]);
  }
});
