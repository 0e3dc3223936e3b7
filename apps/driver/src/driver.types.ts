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
  readonly status: DriverStatus;
  /** In the operator's words; empty unless suspended. */
  readonly statusReason: string;
  readonly statusTime: Date;
  /** Grows by one with each change. */
  readonly version: number;
}

/** `suspended`: rejected, or no longer wanted. */
export type DriverStatus = 'pending' | 'approved' | 'suspended';

/** `starting` and `finishing`: the driver has said so, and the ledger has not agreed yet. */
export type RouteStatus = 'registered' | 'starting' | 'started' | 'finishing' | 'finished';
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

/** What the driver has asked for and the ledger has still to agree to; by which request, so that it is answered. */
export type PendingStep = { readonly requestId: string; readonly command: string } & (
  | { readonly kind: 'start' }
  | { readonly kind: 'resize'; readonly changes: RouteChanges }
  /** `keepAboard`: with riders in the car, the ledger only takes nobody any more, and the route goes on. */
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
  /** Grows by one with each change that is told; a pending step is none. */
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
