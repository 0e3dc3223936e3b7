// One rider and one driver, from sign-up to the rating.
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { Api } from '../simulate/api.js';
import type { Arrival, Position, Ride, Route, Station, Trip } from '../simulate/api.types.js';
import { platformTime } from './operator.js';

export interface FlowOptions {
  readonly url: string;
  readonly signal: AbortSignal;
  readonly say: (line: string) => void;
}

const POLL_MS = 500;
const METERS_PER_DEGREE = 111_195;
/** A train that the rider can still catch the car from. */
const SOONEST_SECONDS = 70;

/** @throws Error when a step does not do what it should; AbortError when it takes too long */
export async function takeARide(operator: Api, { url, signal, say }: FlowOptions): Promise<void> {
  const [rider, driver] = await Promise.all([signUp(url, 'rider', signal), signUp(url, 'driver', signal)]);
  await rider.put('/v1/riders/me', { name: 'Robin' });
  const vehicle = {
    plate: `LM ${randomUUID().slice(0, 6)}`,
    description: 'Blue hatchback',
    seats: 3,
    wheelchairPlaces: 0,
  };
  const { driverId } = await driver.put<{ driverId: string }>('/v1/drivers/me', { name: 'Dana', vehicle });
  await operator.post(`/v1/drivers/${driverId}/approve`);
  say('a rider and a driver signed up, and the operator approved the driver');

  const { station, train } = await nextTrain(operator);
  const destination = { name: 'Home', position: northOf(station.position, 2_000) };
  const route = await driver.post<Route>('/v1/routes', {
    stationIds: [station.stationId],
    destination,
    detourBudgetSeconds: 900,
  });
  await driver.post(`/v1/routes/${route.routeId}/start`);
  const asked = { stationId: station.stationId, trainId: train.trainId, serviceDate: train.serviceDate, destination };
  const ride = await rider.post<Ride>('/v1/rides', asked);
  say(`the rider asked for a car at ${station.name}, off the train due ${train.arriveTime}`);

  const trip = await driveUntilOffered(operator, driver, northOf(station.position, -500), signal);
  await driver.post(`/v1/trips/${trip.tripId}/accept`);
  say('the driver came near, was offered the rider, and accepted');

  await driver.post(`/v1/trips/${trip.tripId}/arrive`);
  const { trip: seen } = await rider.get<{ trip: Trip }>(`/v1/trips/${trip.tripId}`);
  await driver.post(`/v1/trips/${trip.tripId}/pickup`, { pin: seen.pin });
  say('the rider is aboard');
  await driver.post(`/v1/trips/${trip.tripId}/dropoff`);
  await until(async () => (await rider.get<Ride>(`/v1/rides/${ride.rideId}`)).status === 'completed', signal);
  await rider.post(`/v1/trips/${trip.tripId}/rating`, { rating: 5 });
  await driver.post(`/v1/routes/${route.routeId}/finish`);
  say('the rider was dropped off and rated the ride');
  // News of a moment (arrived, aboard) are left out where they come after what followed them; these stay.
  await heard(rider, ['trip.scheduled', 'trip.completed'], signal);
  say('the inbox tells the whole story');
}

async function signUp(url: string, role: 'rider' | 'driver', signal: AbortSignal): Promise<Api> {
  const person = new Api(url, signal);
  const email = `${role}-${randomUUID()}@flow.example`;
  await person.signIn(email, `p-${randomUUID()}`, role, [role]);
  return person;
}

/** The first train at any station that leaves time to ask. */
async function nextTrain(operator: Api): Promise<{ station: Station; train: Arrival }> {
  const now = (await platformTime(operator)).getTime();
  const from = new Date(now + SOONEST_SECONDS * 1_000).toISOString();
  const to = new Date(now + 3_600_000).toISOString();
  const { items: stations } = await operator.get<{ items: Station[] }>('/v1/stations');
  const firsts = await Promise.all(
    stations.map(async (station) => {
      const query = new URLSearchParams({ from, to, pageSize: '1' });
      const path = `/v1/stations/${encodeURIComponent(station.stationId)}/arrivals?${query}`;
      const { items } = await operator.get<{ items: Arrival[] }>(path);
      return items.map((train) => ({ station, train }));
    }),
  );
  const soonest = firsts.flat().sort((a, b) => Date.parse(a.train.arriveTime) - Date.parse(b.train.arriveTime))[0];
  if (!soonest) throw new Error('no train arrives within the hour');
  return soonest;
}

/** Stands a few hundred metres from the station and says so, as a phone does, until a rider is offered. */
async function driveUntilOffered(operator: Api, driver: Api, position: Position, signal: AbortSignal): Promise<Trip> {
  let offered: Trip | undefined;
  await until(async () => {
    const time = (await platformTime(operator)).toISOString();
    await driver.post('/v1/drivers/me/positions', { points: [{ position, time, accuracyMeters: 8 }] });
    offered = (await driver.get<{ items: Trip[] }>('/v1/trips?status=offered')).items[0];
    return offered !== undefined;
  }, signal);
  return offered!;
}

async function heard(rider: Api, kinds: readonly string[], signal: AbortSignal): Promise<void> {
  await until(async () => {
    const { items } = await rider.get<{ items: { kind: string }[] }>('/v1/notifications?after=0');
    return kinds.every((kind) => items.some((entry) => entry.kind === kind));
  }, signal);
}

async function until(condition: () => Promise<boolean>, signal: AbortSignal): Promise<void> {
  while (!(await condition())) await sleep(POLL_MS, undefined, { signal });
}

const northOf = ({ latitude, longitude }: Position, meters: number): Position => ({
  latitude: latitude + meters / METERS_PER_DEGREE,
  longitude,
});
