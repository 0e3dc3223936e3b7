// Trips and rides of the ledger's double.
import { Actor, TripStatus, type Trip } from '@lastmile/contracts';
import { partyOf } from '@lastmile/party';
import type { LedgerRoutes } from './ledger-routes.js';

export type Status =
  'OFFERED' | 'SCHEDULED' | 'ARRIVED' | 'ACTIVE' | 'COMPLETED' | 'DECLINED' | 'EXPIRED' | 'CANCELLED' | 'NO_SHOW';

const LIVE: readonly Status[] = ['OFFERED', 'SCHEDULED', 'ARRIVED', 'ACTIVE'];

export const statusOf = (status: Status): TripStatus => TripStatus[`TRIP_STATUS_${status}`];
export const isLive = ({ status }: Trip): boolean => LIVE.some((live) => statusOf(live) === status);

export class LedgerTrips {
  private readonly trips = new Map<string, Trip>();
  private readonly closedRides = new Set<string>();
  /** Drivers who may not get the ride again. */
  private readonly excluded = new Map<string, Set<string>>();

  constructor(private readonly routes: LedgerRoutes) {}

  /** Oldest first. */
  get all(): readonly Trip[] {
    return [...this.trips.values()];
  }

  /** Each is created seconds after the one before, so that they have an order. */
  add(trip: Omit<Trip, 'createTime' | 'version'>): Trip {
    const createTime = new Date(Date.parse('2026-09-23T12:00:00Z') + (this.trips.size + 1) * 1000);
    const added: Trip = { ...trip, createTime, version: 1 };
    this.trips.set(trip.tripId, added);
    return added;
  }

  /** Frees the seats of a trip that ends; its ride is over unless it waits again. */
  move(before: Trip, status: Status, reopens: boolean, actor: Actor): Trip {
    const ends = !LIVE.includes(status);
    const endedBy = ends && status !== 'COMPLETED' ? { endedBy: actor } : {};
    const trip: Trip = { ...before, ...endedBy, status: statusOf(status), version: before.version + 1 };
    this.trips.set(trip.tripId, trip);
    if (ends && isLive(before)) this.routes.free(trip.routeId, partyOf(trip));
    if (ends && !reopens) this.close(trip.rideId);
    if (reopens) this.excluded.set(trip.rideId, new Set(this.excluded.get(trip.rideId)).add(trip.driverId));
    return trip;
  }

  /** Newest first. */
  ofRoutes(routeIds: readonly string[]): Trip[] {
    return this.all.filter(({ routeId }) => routeIds.includes(routeId)).toReversed();
  }

  /** The newest trip of the ride. */
  ofRide(rideId: string): Trip | undefined {
    return this.all.findLast((trip) => trip.rideId === rideId);
  }

  isExcluded(rideId: string, driverId: string): boolean {
    return this.excluded.get(rideId)?.has(driverId) ?? false;
  }

  close(rideId: string): void {
    this.closedRides.add(rideId);
  }

  isClosed(rideId: string): boolean {
    return this.closedRides.has(rideId);
  }

  clear(): void {
    this.trips.clear();
    this.closedRides.clear();
    this.excluded.clear();
  }
}
