// Drivers, vehicles and routes as the domain sees them.
import type { LatLng } from '@lastmile/geo';

export interface Vehicle {
  readonly plate: string;
  readonly description: string;
  readonly seats: number;
  /** Each place also counts as a seat. */
  readonly wheelchairPlaces: number;
}

export interface Driver {
  readonly driverId: string;
  readonly name: string;
  readonly vehicle: Vehicle;
  readonly createTime: Date;
  readonly status: DriverStatus;
  /** The operator's reason; empty unless suspended. */
  readonly statusReason: string;
  readonly statusTime: Date;
  /** Grows by one with each change. */
  readonly version: number;
}

/** `suspended`: an operator rejected the driver, or blocked them later. */
export type DriverStatus = 'pending' | 'approved' | 'suspended';

/** `starting` and `finishing`: the driver has asked for it, and the ledger has not confirmed it yet. */
export type RouteStatus = 'registered' | 'starting' | 'started' | 'finishing' | 'finished';
export type PickupStatus = 'ahead' | 'arrived' | 'departed' | 'skipped';

export interface Place {
  readonly position: LatLng;
  readonly name: string;
}

/** A station where the driver picks up riders, and how far the pickup there is. */
export interface RouteStop {
  readonly stationId: string;
  readonly name: string;
  readonly position: LatLng;
  readonly pickupStatus: PickupStatus;
}

/**
 * A step that the driver has requested and the ledger has not confirmed yet. `requestId` says which request gets the
 * answer.
 */
export type PendingStep = { readonly requestId: string; readonly command: string } & (
  | { readonly kind: 'start' }
  | { readonly kind: 'resize'; readonly changes: RouteChanges }
  /** `keepAboard`: if riders are in the car, the ledger only stops new riders from joining, and the route continues. */
  | { readonly kind: 'finish'; readonly cancelScheduled: boolean; readonly keepAboard?: boolean }
);

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
  readonly pending?: PendingStep;
  /** Grows by one with each published change; a pending step does not count. */
  readonly version: number;
}

/** What a driver requests; missing values are taken from the vehicle. */
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
