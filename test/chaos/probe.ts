// Whether the platform works: a rider of our own asks for a ride, hears that a driver of our own comes, and sees the car.
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { Api, ApiError } from '../../tools/simulate/api.js';
import type { Area, Arrival, Position, Ride, Route, Station } from '../../tools/simulate/api.types.js';
import { Live } from '../../tools/simulate/live.js';
import { northOf, type E2eCity } from '../e2e/city.js';

const FIX_MS = 250;
const LOOK_MS = 100;
const GONE = new Set(['expired', 'cancelled', 'no_show']);

export class Probe {
  private readonly live: Live;
  private readonly ears: Live;
  /** Trips that the rider heard were scheduled, and the last one whose car was seen. */
  private readonly heard = new Set<string>();
  private seen?: string;
  private readonly beat: NodeJS.Timeout;

  private constructor(
    private readonly city: E2eCity,
    private readonly rider: Api,
    driver: Api,
    private readonly station: Station,
    private readonly destination: { name: string; position: Position },
  ) {
    const deaf = () => undefined;
    this.ears = new Live(rider, {
      notification: ({ kind, data }) => kind === 'trip.scheduled' && data.trip_id && this.heard.add(data.trip_id),
      location: ({ tripId }) => (this.seen = tripId),
      gap: deaf,
    });
    this.live = new Live(driver, { notification: deaf, location: deaf, gap: deaf });
    const position = northOf(station.position, 300);
    this.beat = setInterval(() => {
      this.live.sendPosition({
        position,
        time: city.clock.now().toISOString(),
        accuracyMeters: 5,
        speedMetersPerSecond: 0,
        headingDegrees: 0,
      });
    }, FIX_MS);
  }

  /** Signs both up; from then on the driver waits near a station that nobody else uses, ready for anybody who asks. */
  static async start(city: E2eCity, stationId: string): Promise<Probe> {
    const [rider, driver] = await Promise.all([signUp(city, 'rider'), signUp(city, 'driver')]);
    const path = `/v1/stations/${encodeURIComponent(stationId)}`;
    const station = await rider.get<Station>(path);
    const { items } = await rider.get<{ items: Area[] }>(`${path}/areas`);
    const { name, position } = items.find((area) => area.distanceMeters > 1_000) ?? items.at(-1)!;
    await rider.put('/v1/riders/me', { name: 'Probe' });
    const vehicle = { plate: 'LM 9999', description: 'Yellow van', seats: 4, wheelchairPlaces: 0 };
    await driver.put('/v1/drivers/me', { name: 'Probe', vehicle });
    const wanted = {
      stationIds: [stationId],
      destination: { name, position },
      detourBudgetSeconds: 1_500,
      autoAccept: true,
    };
    const route = await driver.post<Route>('/v1/routes', wanted);
    await driver.post(`/v1/routes/${route.routeId}/start`);
    return new Probe(city, rider, driver, station, { name, position });
  }

  /** Resolves once all that has happened; the ride is to be cleared then. Rejects when `signal` aborts. */
  async works(signal: AbortSignal): Promise<void> {
    let ride = await this.ask(signal);
    while (!this.isServed(ride)) {
      await sleep(LOOK_MS, undefined, { signal });
      // Its train came while nobody could be matched.
      if (GONE.has(ride.status)) ride = await this.ask(signal);
      else ride = await this.rider.get<Ride>(`/v1/rides/${ride.rideId}`);
    }
  }

  private isServed({ status, tripId }: Ride): boolean {
    if (status !== 'scheduled' || !tripId) return false;
    if (this.seen !== tripId) this.ears.joinTrip(tripId);
    return this.heard.has(tripId) && this.seen === tripId;
  }

  /** Takes the ride back; does nothing when there is none. */
  async clear(): Promise<void> {
    const { items } = await this.rider.get<{ items: Ride[] }>('/v1/rides?openOnly=true');
    for (const { rideId } of items) await this.rider.post(`/v1/rides/${rideId}/cancel`);
  }

  close(): void {
    clearInterval(this.beat);
    this.live.close();
    this.ears.close();
  }

  private async ask(signal: AbortSignal): Promise<Ride> {
    for (;;) {
      signal.throwIfAborted();
      const now = this.city.clock.now().getTime();
      const [from, to] = [40_000, 1_200_000].map((ms) => new Date(now + ms).toISOString());
      const query = new URLSearchParams({ from: from!, to: to!, pageSize: '1' });
      const path = `/v1/stations/${encodeURIComponent(this.station.stationId)}/arrivals?${query}`;
      const { items } = await this.rider.get<{ items: Arrival[] }>(path);
      if (!items[0]) throw new Error(`no train arrives at ${this.station.name} any more`);
      const { trainId, serviceDate } = items[0];
      const asked = { stationId: this.station.stationId, trainId, serviceDate, destination: this.destination };
      try {
        return await this.rider.post<Ride>('/v1/rides', asked);
      } catch (error) {
        // The train left while the platform was away.
        if (!(error instanceof ApiError && error.status < 500)) throw error;
        await sleep(LOOK_MS, undefined, { signal });
      }
    }
  }
}

async function signUp(city: E2eCity, role: string): Promise<Api> {
  const api = new Api(city.platform.baseUrl, new AbortController().signal);
  await api.signIn(`${role}-${randomUUID()}@probe.example`, 'a-long-enough-password', 'Probe', [role]);
  return api;
}
