// Every process killed at once, PostgreSQL too: a new start has everything that was acknowledged.
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { waitFor } from '@lastmile/testing';
import type { Area, Arrival, Notification, Ride, Route, Station, Trip } from '../../tools/simulate/api.types.js';
import { audit } from './audit.js';
import { northOf, startCity, type E2eCity } from './city.js';
import { Phone } from './people.js';

describe('kill -9 of every process', () => {
  let city: E2eCity;
  beforeAll(async () => {
    city = await startCity();
  }, 120_000);
  afterAll(() => city?.destroy(), 60_000);

  it('loses nothing that was acknowledged, and the ride goes on', async () => {
    const driver = await Phone.signUp(city.platform.baseUrl, 'kim', ['driver']);
    const rider = await Phone.signUp(city.platform.baseUrl, 'lee', ['rider']);
    const { items } = await driver.api.get<{ items: Station[] }>('/v1/stations?nameContains=74 St');
    const station = items[0]!;
    const areas = await driver.api.get<{ items: Area[] }>(`/v1/stations/${station.stationId}/areas`);
    const home = areas.items.find((area) => area.distanceMeters > 1_000)!;
    const destination = { name: home.name, position: home.position };
    const vehicle = { plate: 'LM 0002', description: 'Red van', seats: 4, wheelchairPlaces: 1 };
    await driver.api.put('/v1/drivers/me', { name: 'Kim', vehicle });
    await rider.api.put('/v1/riders/me', { name: 'Lee' });
    const registered = { stationIds: [station.stationId], destination, detourBudgetSeconds: 900, autoAccept: true };
    const route = await driver.api.post<Route>('/v1/routes', registered);
    await driver.api.post(`/v1/routes/${route.routeId}/start`);
    const [from, to] = [60_000, 900_000].map((ms) => new Date(city.clock.now().getTime() + ms).toISOString());
    const query = new URLSearchParams({ from: from!, to: to! });
    const trains = await rider.api.get<{ items: Arrival[] }>(`/v1/stations/${station.stationId}/arrivals?${query}`);
    const { trainId, serviceDate } = trains.items[0]!;
    const asked = { stationId: station.stationId, trainId, serviceDate, destination };
    const ride = await rider.api.post<Ride>('/v1/rides', asked);
    const stop = driver.standAt(northOf(station.position, 300), () => city.clock.now());
    const scheduled = await rider.hears('trip.scheduled');

    stop();

    killEverything(city);
    await city.restart();

    // The same phones, on the new addresses.
    const [driverAgain, riderAgain] = await Promise.all([
      Phone.signUp(city.platform.baseUrl, 'kim', ['driver']),
      Phone.signUp(city.platform.baseUrl, 'lee', ['rider']),
    ]);
    const tripId = scheduled.data.trip_id!;
    const { trip } = await riderAgain.api.get<{ trip: Trip }>(`/v1/trips/${tripId}`);
    expect(trip).toMatchObject({ rideId: ride.rideId, status: 'scheduled' });
    await waitFor(async () => (await riderAgain.api.get<Ride>(`/v1/rides/${ride.rideId}`)).status === 'scheduled');
    const inbox = await riderAgain.api.get<{ items: Notification[] }>('/v1/notifications?after=0');
    expect(inbox.items.map(({ sequence }) => sequence)).toEqual(inbox.items.map((_, i) => i + 1));
    for (const heard of rider.heard) {
      expect(inbox.items.find(({ sequence }) => sequence === heard.sequence)?.kind).toBe(heard.kind);
    }

    await driverAgain.drive(northOf(station.position, 50), city.clock.now());
    await driverAgain.api.post(`/v1/trips/${tripId}/arrive`);
    await driverAgain.api.post(`/v1/trips/${tripId}/pickup`, { pin: trip.pin! });
    const done = await driverAgain.api.post<Trip>(`/v1/trips/${tripId}/dropoff`);
    expect(done.status).toBe('completed');
    await riderAgain.hears('trip.completed');
    expect(await audit(city.platform.adminUrl)).toEqual([]);
    for (const phone of [driver, rider, driverAgain, riderAgain]) phone.disconnect();
  }, 120_000);
});

/** SIGKILL to all services and to every PostgreSQL process. */
function killEverything(city: E2eCity): void {
  const postmaster = readFileSync(join(city.directory, 'postgres/data/postmaster.pid'), 'utf8').split('\n')[0]!;
  const backends = execFileSync('pgrep', ['-P', postmaster], { encoding: 'utf8' }).trim().split('\n');
  const services = city.platform.processes().map(({ pid }) => String(pid));
  city.platform.abandon();
  execFileSync('kill', ['-9', ...services, postmaster, ...backends]);
}
