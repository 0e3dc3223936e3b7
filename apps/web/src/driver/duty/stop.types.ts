// A driver's remaining stops, in driving order.
import type { Position, Schemas, Trip } from '../../api/client';

export type Route = Schemas['Route'];
export type PickupStatus = NonNullable<Route['stops'][number]['pickupStatus']>;

interface Stop {
  readonly key: string;
  /** Its name; places chosen on the map may have none. */
  readonly name?: string;
  readonly position: Position;
  /** Planned or expected time, RFC 3339. */
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
