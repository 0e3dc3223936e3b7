// What the socket of a share link shows: the car of one trip, until the trip or the link ends. It never identifies
// anybody.
import { asService } from '@lastmile/auth';
import type { DriverLocation, Trip } from '@lastmile/contracts';
import { isDomainError } from '@lastmile/errors';
import type { Clients } from '../gateway.client.js';
import type { CarStream } from './car-stream.js';
import { carOfTrip } from './seen-car.js';

/** A link may be revoked through any replica, without notice to this one, so it is checked regularly. */
const CHECK_MS = 15_000;

/** A car without its driver and riders. */
export type SharedCar = Omit<ReturnType<typeof carOfTrip>, 'driverId'>;

export interface SharedViewEvents {
  moved(car: SharedCar): void;
  /** Called once, as the last event. */
  ended(): void;
}

/**
 * @throws DomainError not_found SHARED_TRIP_NOT_FOUND if the link does not exist, has expired or is revoked, or if the
 * trip is over
 */
export async function readShared(clients: Clients, token: string): Promise<Trip> {
  const { trip } = await clients.trips.getSharedTrip({ token }, { caller: asService('gateway') });
  if (!trip) throw new Error('the trip service answered without a trip');
  return trip;
}

export class SharedView {
  private readonly stopWatching: () => void;
  private readonly checking: NodeJS.Timeout;
  /** Whether a location of the car has already contained the trip. */
  private isPromised = false;
  private isOpen = true;

  constructor(
    private readonly clients: Clients,
    cars: CarStream,
    private readonly token: string,
    private readonly trip: Trip,
    private readonly events: SharedViewEvents,
  ) {
    this.stopWatching = cars.watch(trip.driverId, (location) => this.moved(location));
    this.checking = setInterval(() => void this.check(), CHECK_MS);
  }

  /** Ends the view when the link or the trip is over. If the trip service is unavailable, the next check decides. */
  async check(): Promise<void> {
    try {
      await readShared(this.clients, this.token);
    } catch (error) {
      if (!this.isOpen || !isDomainError(error) || error.kind !== 'not_found') return;
      this.close();
      this.events.ended();
    }
  }

  close(): void {
    this.isOpen = false;
    clearInterval(this.checking);
    this.stopWatching();
  }

  /** A trip that was in earlier locations of the car and is missing now is over. Locations of other routes are ignored. */
  private moved(location: DriverLocation): void {
    if (location.routeId !== this.trip.routeId) return;
    const isPromised = location.trips.some(({ tripId }) => tripId === this.trip.tripId);
    if (!isPromised && this.isPromised) return void this.check();
    this.isPromised = isPromised;
    const { driverId, ...car } = carOfTrip(this.trip.tripId, location);
    this.events.moved(car);
  }
}
