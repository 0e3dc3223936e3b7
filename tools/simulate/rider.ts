// A simulated rider: comes with a real train, asks for a ride, waits at the kerb, rides, rates; or changes their mind.
import type { Arrival, CarLocation, Ride, Trip } from './api.types.js';
import type { ToldEta } from './eta-errors.core.js';
import { Person, unlessTooLate } from './person.js';
import type { World } from './world.js';

const ENDED = new Set(['completed', 'cancelled', 'expired', 'no_show']);
const CANCEL_PROBABILITY = 0.05;
const NO_SHOW_PROBABILITY = 0.04;
const LOSE_CONNECTION_PROBABILITY = 0.1;

/** One rider. */
export class Rider extends Person {
  private standing?: string;
  /** What this rider was told of the present trip's car. */
  private told: { tripId?: string; pickup: ToldEta[]; dropoff: ToldEta[] } = { pickup: [], dropoff: [] };

  constructor(city: World, name: string) {
    super(city, name, 'rider');
  }

  protected override async register(): Promise<void> {
    await this.api.put('/v1/riders/me', { name: 'Rider', wheelchair: this.luck.chance(0.03) });
  }

  protected override async tidyUp(): Promise<void> {
    const open = await this.api.get<{ items: Ride[] }>('/v1/rides?openOnly=true');
    for (const ride of open.items) {
      const cancelled = await unlessTooLate(this.api.post<Ride>(`/v1/rides/${ride.rideId}/cancel`));
      if (!cancelled) await this.follow(ride, {});
    }
  }

  protected override async round(): Promise<void> {
    const { timing, tally } = this.city;
    const place = this.luck.pick(this.city.places);
    const trains = await this.nextTrains(place.station.stationId);
    if (trains.length === 0) return timing.pause(60);
    const train = this.luck.pick(trains);
    const area = this.luck.pick(place.areas);
    const ride = await this.api.post<Ride>('/v1/rides', {
      stationId: place.station.stationId,
      trainId: train.trainId,
      serviceDate: train.serviceDate,
      destination: { name: area.name, position: area.position },
      party: { people: this.luck.chance(0.2) ? 2 : 1 },
    });
    tally.add('requested');
    await this.follow(ride, {
      cancelAt: this.luck.chance(CANCEL_PROBABILITY) ? timing.now() + this.luck.between(30, 300) * 1_000 : undefined,
      noShow: this.luck.chance(NO_SHOW_PROBABILITY),
    });
    await timing.pause(this.luck.between(20, 120));
  }

  /** Trains that arrive within the next minutes: the rider sits in one of them. */
  private async nextTrains(stationId: string): Promise<Arrival[]> {
    const now = this.city.timing.now();
    const query = new URLSearchParams({
      from: new Date(now + 30_000).toISOString(),
      to: new Date(now + 360_000).toISOString(),
      pageSize: '20',
    });
    return (await this.api.get<{ items: Arrival[] }>(`/v1/stations/${stationId}/arrivals?${query}`)).items;
  }

  /** Lives through one ride until it is over. */
  private async follow(ride: Ride, plan: { cancelAt?: number; noShow?: boolean }): Promise<void> {
    const { timing, tally } = this.city;
    let matchedTrip: string | undefined;
    let boarded = false;
    for (;;) {
      const now = timing.now();
      const ready = Date.parse(ride.readyTime);
      const comes = ride.status === 'scheduled' || ride.status === 'arrived';
      if (ENDED.has(ride.status)) break;
      if (!comes && this.standing) this.leaveKerb();
      if (comes && ride.tripId && matchedTrip !== ride.tripId) {
        matchedTrip = ride.tripId;
        tally.add('matched');
        this.told = { tripId: matchedTrip, pickup: [], dropoff: [] };
        this.live.joinTrip(ride.tripId);
        void this.maybeLoseConnection(LOSE_CONNECTION_PROBABILITY).catch(() => undefined);
      }
      if (comes && ride.tripId && !this.standing && !plan.noShow && now >= ready) await this.stand(ride.tripId);
      if (ride.status === 'active' && !boarded) {
        boarded = true;
        const { trip } = await this.api.get<{ trip: Trip }>(`/v1/trips/${ride.tripId}`);
        tally.boarded((Date.parse(trip.boardTime ?? timing.iso()) - ready) / 1_000);
      }
      if (plan.cancelAt && now >= plan.cancelAt && ride.status !== 'active') {
        plan.cancelAt = undefined;
        await unlessTooLate(this.api.post<Ride>(`/v1/rides/${ride.rideId}/cancel`));
      } else {
        const next = [plan.cancelAt, this.standing || plan.noShow ? undefined : ready, now + 120_000];
        await this.newsOrUntil(Math.min(...next.filter((at): at is number => at !== undefined && at > now)));
      }
      ride = await this.api.get<Ride>(`/v1/rides/${ride.rideId}`);
    }
    this.leaveKerb();
    await this.close(ride);
  }

  protected override see({ tripId, pickupEtaTime, dropoffEtaTime }: CarLocation): void {
    if (tripId !== this.told.tripId) return;
    const atMs = this.city.timing.now();
    if (pickupEtaTime) this.told.pickup.push({ atMs, etaMs: Date.parse(pickupEtaTime) });
    if (dropoffEtaTime) this.told.dropoff.push({ atMs, etaMs: Date.parse(dropoffEtaTime) });
  }

  private async close(ride: Ride): Promise<void> {
    const { tally } = this.city;
    if (ride.status === 'completed') {
      tally.add('completed');
      const { trip } = await this.api.get<{ trip: Trip }>(`/v1/trips/${ride.tripId}`);
      if (trip.tripId === this.told.tripId) {
        if (trip.arriveTime) tally.pickupEta.happened(this.told.pickup, Date.parse(trip.arriveTime));
        if (trip.endTime) tally.dropoffEta.happened(this.told.dropoff, Date.parse(trip.endTime));
      }
      await this.api.post(`/v1/trips/${ride.tripId}/rating`, { rating: this.luck.pick([3, 4, 5, 5]) });
    }
    if (ride.status === 'cancelled') tally.add('cancelledByRider');
    if (ride.status === 'no_show') tally.add('riderNoShows');
    if (ride.status === 'expired') tally.refused(ride.waitingReason ?? 'no_driver_came_near');
  }

  private async stand(tripId: string): Promise<void> {
    const { trip } = await this.api.get<{ trip: Trip }>(`/v1/trips/${tripId}`);
    if (!trip.pin) return;
    this.standing = tripId;
    this.city.street.stand(tripId, trip.pin);
  }

  private leaveKerb(): void {
    if (this.standing) this.city.street.leave(this.standing);
    this.standing = undefined;
  }
}
