// What a driver has still to do, in the order of doing it.
import type { Position, Schemas, Trip } from '../../api/client';

export type Route = Schemas['Route'];
export type PickupStatus = NonNullable<Route['stops'][number]['pickupStatus']>;

interface Stop {
  readonly key: string;
  /** What to call it; places picked on the map may have none. */
  readonly name?: string;
  readonly position: Position;
  /** When it is planned or expected, RFC 3339. */
  readonly time?: string;
}

/** A target station with the riders promised there. */
export interface StationStop extends Stop {
  readonly kind: 'station';
  readonly stationId: string;
  readonly pickupStatus: PickupStatus;
  readonly trips: readonly Trip[];
}

/** Where one party gets out. */
export interface DropoffStop extends Stop {
  readonly kind: 'dropoff';
  readonly trip: Trip;
}

/** Where the route ends. */
export interface DestinationStop extends Stop {
  readonly kind: 'destination';
}

export type DriverStop = StationStop | DropoffStop | DestinationStop;
