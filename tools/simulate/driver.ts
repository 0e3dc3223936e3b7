// A simulated driver: registers a route past a station, drives it with live positions, answers offers, picks up and drops off.
import type { Notification, Position, Route, Trip } from './api.types.js';
import { driveAt, planDrive } from './drive.core.js';
import { Person, unlessTooLate } from './person.js';
import type { PlaceAround, World } from './world.js';

const TICK_SECONDS = 5;
const SHORTEST_HOLD_SECONDS = 60;
const PENDING = new Set(['offered', 'scheduled', 'arrived']);
/** No drive takes what the platform expects: lights, queues and a clear road. */
const SLOWNESS = [0.85, 1.2] as const;
const CANCEL_PROBABILITY = 0.03;
const WRONG_PIN_PROBABILITY = 0.03;

/** One driver. */
export class Driver extends Person {
  private position?: Position;
  private readonly seats = this.luck.pick([2, 3, 3, 4]);

  constructor(city: World, name: string) {
    super(city, name, 'driver');
  }

  protected override async register(): Promise<void> {
    const plate = `LM ${this.name.replace(/\D/g, '').padStart(4, '0')}`;
    const vehicle = {
      plate,
      description: 'Grey estate',
      seats: this.seats,
      wheelchairPlaces: this.luck.chance(0.3) ? 1 : 0,
    };
    await this.api.put('/v1/drivers/me', { name: 'Driver', vehicle });
  }

  protected override async tidyUp(): Promise<void> {
    const started = await this.api.get<{ items: Route[] }>('/v1/routes?status=started');
    for (const route of started.items) {
      for (const trip of await this.liveTrips()) {
        if (trip.status === 'active') await unlessTooLate(this.api.post(`/v1/trips/${trip.tripId}/dropoff`));
      }
      await this.api.post(`/v1/routes/${route.routeId}/finish`, { cancelScheduled: true });
    }
  }

  protected override async round(): Promise<void> {
    const { timing } = this.city;
    const place = this.luck.pick(this.city.places);
    const destination = this.luck.pick(place.areas);
    const origin = this.luck.pick(place.areas.filter((area) => area !== destination));
    const route = await this.api.post<Route>('/v1/routes', {
      stationIds: [place.station.stationId],
      destination: { name: destination.name, position: destination.position },
      detourBudgetSeconds: Math.round(this.luck.between(600, 1_500)),
      autoAccept: this.luck.chance(0.3),
    });
    await this.api.post(`/v1/routes/${route.routeId}/start`);
    this.position = origin.position;
    await this.driveTo(place.station.position, place);
    await this.pickUp(route, place);
    await this.dropOff(place);
    await this.driveTo(destination.position, place);
    await this.api.post(`/v1/routes/${route.routeId}/finish`, { cancelScheduled: true });
    await timing.pause(this.luck.between(20, 90));
  }

  protected override hear(entry: Notification): void {
    super.hear(entry);
    const tripId = entry.data.trip_id;
    if (entry.kind === 'trip.offered' && tripId) void this.answer(tripId).catch(() => undefined);
  }

  /** Decides on an offer after a moment's thought; some are declined, some left unanswered. */
  private async answer(tripId: string): Promise<void> {
    await this.city.timing.pause(this.luck.between(3, 8));
    if (this.luck.chance(0.04)) return;
    if (this.luck.chance(0.08)) {
      const declined = await unlessTooLate(this.api.post(`/v1/trips/${tripId}/decline`, { reason: 'not on my way' }));
      if (declined) this.city.tally.add('declined');
      return;
    }
    const accepted = await unlessTooLate(this.api.post<Trip>(`/v1/trips/${tripId}/accept`));
    if (!accepted || !this.luck.chance(CANCEL_PROBABILITY)) return;
    await this.city.timing.pause(this.luck.between(5, 60));
    if (await unlessTooLate(this.api.post(`/v1/trips/${tripId}/cancel`, { reason: 'the car broke down' }))) {
      this.city.tally.add('cancelledByDriver');
    }
  }

  /** Drives from where the car is to a place, a fix every few seconds. */
  private async driveTo(to: Position, place: PlaceAround): Promise<void> {
    const { timing } = this.city;
    const from = this.position ?? to;
    const slowness = this.luck.between(...SLOWNESS);
    const drive = planDrive([from, to], timing.hourIn(place.station.timeZone), slowness);
    const start = timing.now();
    void this.maybeLoseConnection(0.05).catch(() => undefined);
    for (;;) {
      const car = driveAt(drive, (timing.now() - start) / 1_000);
      this.position = car.position;
      this.report(car.speedMetersPerSecond, car.headingDegrees);
      if (car.finished) return;
      await timing.pause(TICK_SECONDS);
    }
  }

  private report(speedMetersPerSecond: number, headingDegrees: number): void {
    if (!this.position) return;
    const time = this.city.timing.iso();
    this.live.sendPosition({ position: this.position, time, accuracyMeters: 8, speedMetersPerSecond, headingDegrees });
  }

  /** Holds at the station until every rider promised is aboard, gone or cancelled. */
  private async pickUp(route: Route, place: PlaceAround): Promise<void> {
    const { timing } = this.city;
    const status = `/v1/routes/${route.routeId}/stops/${encodeURIComponent(place.station.stationId)}/pickup-status`;
    await this.api.put(status, { pickupStatus: 'arrived' });
    const arrivedAt = timing.now();
    for (;;) {
      const trips = await this.liveTrips();
      for (const trip of trips) await this.board(trip);
      const held = (timing.now() - arrivedAt) / 1_000;
      if (held >= SHORTEST_HOLD_SECONDS && !trips.some((trip) => PENDING.has(trip.status))) break;
      this.report(0, 0);
      await timing.pause(TICK_SECONDS);
    }
    await this.api.put(status, { pickupStatus: 'departed' });
    // A match may have come between the last look and leaving: those riders are better off with the next car.
    for (const trip of await this.liveTrips()) {
      if (trip.status === 'scheduled') await unlessTooLate(this.api.post(`/v1/trips/${trip.tripId}/cancel`));
    }
  }

  private async board(trip: Trip): Promise<void> {
    if (trip.status === 'scheduled') await unlessTooLate(this.api.post(`/v1/trips/${trip.tripId}/arrive`));
    if (trip.status !== 'arrived') return;
    const pin = this.city.street.ask(trip.tripId);
    if (!pin) {
      // Refused while it is too early to say so.
      await unlessTooLate(this.api.post(`/v1/trips/${trip.tripId}/no-show`));
      return;
    }
    if (this.luck.chance(WRONG_PIN_PROBABILITY)) {
      const wrong = String((Number(pin) + 1) % 10_000).padStart(4, '0');
      await unlessTooLate(this.api.post(`/v1/trips/${trip.tripId}/pickup`, { pin: wrong }));
    }
    await unlessTooLate(this.api.post(`/v1/trips/${trip.tripId}/pickup`, { pin }));
  }

  private async dropOff(place: PlaceAround): Promise<void> {
    for (;;) {
      const aboard = (await this.liveTrips()).filter((trip) => trip.status === 'active');
      const next = aboard.sort((a, b) => a.dropoffOrder - b.dropoffOrder)[0];
      if (!next) return;
      await this.driveTo(next.destination.position, place);
      await this.api.post(`/v1/trips/${next.tripId}/dropoff`);
    }
  }

  private async liveTrips(): Promise<Trip[]> {
    return (await this.api.get<{ items: Trip[] }>('/v1/trips?liveOnly=true')).items;
  }
}
