// Drivers, vehicles and routes as the domain sees them.
import type { LatLng } from '@lastmile/geo';

export interface Vehicle {
  readonly plate: string;
  readonly description: string;
  readonly seats: number;
  /** Each also counts as a seat. */
  readonly wheelchairPlaces: number;
}

export interface Driver {
  readonly driverId: string;
  readonly name: string;
  readonly vehicle: Vehicle;
  readonly createTime: Date;
}

export type RouteStatus = 'registered' | 'started' | 'finished';
export type PickupStatus = 'ahead' | 'arrived' | 'departed' | 'skipped';

export interface Place {
  readonly position: LatLng;
  readonly name: string;
}

/** A target station, with what the driver does there. */
export interface RouteStop {
  readonly stationId: string;
  readonly name: string;
  readonly position: LatLng;
  readonly pickupStatus: PickupStatus;
}

export interface Route {
  readonly routeId: string;
  readonly driverId: string;
  readonly status: RouteStatus;
  /** In driving order. */
  readonly stops: readonly RouteStop[];
  readonly destination: Place;
  readonly seats: number;
  readonly wheelchairPlaces: number;
  readonly detourBudgetSeconds: number;
  readonly autoAccept: boolean;
  readonly createTime: Date;
  readonly startTime?: Date;
  readonly finishTime?: Date;
  readonly version: number;
}

/** What a driver asks for; absent values follow from the vehicle. */
export interface RoutePlan {
  readonly stationIds: readonly string[];
  readonly destination: Place;
  readonly seats?: number;
  readonly wheelchairPlaces?: number;
  readonly detourBudgetSeconds: number;
  readonly autoAccept: boolean;
}

export interface RouteChanges {
  readonly seats?: number;
  readonly detourBudgetSeconds?: number;
  readonly autoAccept?: boolean;
}
