// The trips that one socket follows: who may follow, and for how long. A rider sees the car only from the match to the
// drop-off.
import { TripStatus, type DriverLocation, type Trip } from '@lastmile/contracts';
import { asService, type Caller } from '@lastmile/auth';
import { failedPrecondition, isDomainError } from '@lastmile/errors';
import type { Clients } from '../gateway.client.js';
import type { CarStream } from './car-stream.js';

const FOLLOWED = new Set([
  TripStatus.TRIP_STATUS_SCHEDULED,
  TripStatus.TRIP_STATUS_ARRIVED,
  TripStatus.TRIP_STATUS_ACTIVE,
]);
const CHECK_MS = 300_000;
const MOST_ROOMS = 10;

/** Events that rooms send to their socket. */
export interface RoomEvents {
  moved(trip: Trip, location: DriverLocation): void;
  ended(trip: Trip): void;
}

export class TripRooms {
  private readonly leaving = new Map<string, () => void>();
  /** Trips that are joined or being joined. If a client leaves while joining, the room must not be joined afterwards. */
  private readonly wanted = new Set<string>();
  /** Trips that a location of their car has already contained. */
  private readonly promised = new Set<string>();
  private readonly checking: NodeJS.Timeout;

  constructor(
    private readonly clients: Clients,
    private readonly cars: CarStream,
    private readonly caller: Caller,
    private readonly events: RoomEvents,
  ) {
    // Usually a notification ends a room; this check is for notifications that came before the room was joined.
    this.checking = setInterval(() => void this.checkAll(), CHECK_MS);
  }

  /** @throws DomainError not_found TRIP_NOT_FOUND for other people's trips; failed_precondition TRIP_NOT_LIVE, ROOM_LEFT */
  async join(tripId: string): Promise<{ trip: Trip; location?: DriverLocation }> {
    this.wanted.add(tripId);
    const trip = await this.read(tripId);
    if (!this.wanted.has(tripId)) throw failedPrecondition('ROOM_LEFT', 'the room was left meanwhile');
    if (!FOLLOWED.has(trip.status))
      throw failedPrecondition('TRIP_NOT_LIVE', 'the car is shown from match to drop-off');
    if (!this.leaving.has(tripId)) {
      if (this.leaving.size >= MOST_ROOMS)
        throw failedPrecondition('TOO_MANY_ROOMS', `at most ${MOST_ROOMS} trips at once`);
      this.leaving.set(
        tripId,
        this.cars.watch(trip.driverId, (location) => this.moved(trip, location)),
      );
    }
    const asGateway = { caller: asService('gateway') };
    // If the location is of another route, the car is not serving this trip.
    const { locations } = await this.clients.locations.getDriverLocations({ driverIds: [trip.driverId] }, asGateway);
    return { trip, location: locations.find(({ routeId }) => routeId === trip.routeId) };
  }

  leave(tripId: string): void {
    this.wanted.delete(tripId);
    this.leaving.get(tripId)?.();
    this.leaving.delete(tripId);
    this.promised.delete(tripId);
  }

  /** The trip has changed: leaves the room when the car may no longer be seen. */
  async check(tripId: string): Promise<void> {
    if (!this.leaving.has(tripId)) return;
    try {
      const trip = await this.read(tripId);
      if (FOLLOWED.has(trip.status)) return;
      this.leave(tripId);
      this.events.ended(trip);
    } catch (error) {
      // The trip is gone or no longer belongs to this person. If the trip service is unavailable, the next check
      // decides.
      if (isDomainError(error) && error.kind === 'not_found') this.leave(tripId);
    }
  }

  close(): void {
    clearInterval(this.checking);
    for (const tripId of [...this.wanted, ...this.leaving.keys()]) this.leave(tripId);
  }

  /**
   * Locations contain the trips that the car serves, perhaps a moment late: a trip that was in earlier ones and is
   * missing now has ended, even if no notification has come.
   */
  private moved(trip: Trip, location: DriverLocation): void {
    if (location.routeId !== trip.routeId) return;
    const isPromised = location.trips.some(({ tripId }) => tripId === trip.tripId);
    if (isPromised) this.promised.add(trip.tripId);
    else if (this.promised.has(trip.tripId)) return void this.check(trip.tripId);
    this.events.moved(trip, location);
  }

  private async checkAll(): Promise<void> {
    for (const tripId of [...this.leaving.keys()]) await this.check(tripId);
  }

  private async read(tripId: string): Promise<Trip> {
    const { trip } = await this.clients.trips.getTripDetails({ tripId }, { caller: this.caller });
    if (!trip) throw new Error('the trip service answered without a trip');
    return trip;
  }
}
