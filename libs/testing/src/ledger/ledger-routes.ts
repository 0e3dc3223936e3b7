// Routes of the ledger's double, by the rules of TripService's contract: how many seats each offers and how many are held.
import type { CloseRouteRequest, OpenRouteRequest, ResizeRouteRequest, RouteLoad } from '@lastmile/contracts';
import { failedPrecondition, invalidArgument, notFound } from '@lastmile/errors';
import type { Party } from '@lastmile/party';

/** What closing a route does with those who have seats: the double's trips, and riders that a test only counts. */
export interface SeatHolders {
  /** Ends what may end. @throws DomainError ROUTE_HAS_RIDERS; returns whether somebody stays in the car */
  close(routeId: string, request: CloseRouteRequest): Promise<boolean>;
}

export class LedgerRoutes {
  /** As in the contract. */
  readonly loads = new Map<string, RouteLoad>();
  /** The newest data of each route. */
  readonly offers = new Map<string, OpenRouteRequest>();
  /** Finished routes. A route that only stopped taking riders is not finished: its driver cannot open another. */
  private readonly over = new Set<string>();

  open(offer: OpenRouteRequest): RouteLoad {
    const known = this.loads.get(offer.routeId);
    if (known && known.driverId !== offer.driverId) {
      throw invalidArgument('driverId', 'driverId: the route belongs to another driver');
    }
    if (known) this.requireOpen(known);
    const other = [...this.loads.values()].find(
      ({ routeId, driverId }) => driverId === offer.driverId && routeId !== offer.routeId && !this.over.has(routeId),
    );
    if (other) throw failedPrecondition('DRIVER_HAS_OPEN_ROUTE', 'the driver has another open route');
    if (known && this.isOld(offer)) return known;
    const { routeId, driverId, seats, wheelchairPlaces } = offer;
    const taken = { seatsTaken: known?.seatsTaken ?? 0, wheelchairPlacesTaken: known?.wheelchairPlacesTaken ?? 0 };
    const load = withRoom({ routeId, driverId, seats, wheelchairPlaces, ...taken, open: true });
    this.offers.set(routeId, offer);
    return this.store(load);
  }

  resize(request: ResizeRouteRequest): RouteLoad {
    const load = this.require(request.routeId);
    this.requireOpen(load);
    if (this.isOld(request)) return load;
    const resized = withRoom({ ...load, seats: request.seats ?? load.seats });
    const offer = this.offers.get(load.routeId)!;
    this.offers.set(load.routeId, {
      ...offer,
      seats: resized.seats,
      autoAccept: request.autoAccept ?? offer.autoAccept,
      routeVersion: Math.max(request.routeVersion, offer.routeVersion),
    });
    return this.store(resized);
  }

  async close(request: CloseRouteRequest, holders: SeatHolders): Promise<RouteLoad> {
    const { routeId } = this.require(request.routeId);
    if (this.over.has(routeId)) return this.require(routeId);
    const somebodyStays = await holders.close(routeId, request);
    if (!somebodyStays) this.over.add(routeId);
    return this.store({ ...this.require(routeId), open: false });
  }

  /** The load with one more party; undefined when there is not enough room. */
  seat(routeId: string, party: Party): RouteLoad | undefined {
    const fuller = this.changed(routeId, party, 1);
    return hasRoom(fuller) ? this.store(fuller) : undefined;
  }

  free(routeId: string, party: Party): void {
    if (this.loads.has(routeId)) this.store(this.changed(routeId, party, -1));
  }

  /** Riders that a test only counts take that many seats. */
  hold(routeId: string, seatsTaken: number): void {
    this.store({ ...this.require(routeId), seatsTaken });
  }

  require(routeId: string): RouteLoad {
    const load = this.loads.get(routeId);
    if (!load) throw notFound('route', routeId);
    return load;
  }

  requireOpen(load: RouteLoad): void {
    if (!load.open) throw failedPrecondition('ROUTE_CLOSED', 'the route is over, or takes nobody any more');
  }

  clear(): void {
    this.loads.clear();
    this.offers.clear();
    this.over.clear();
  }

  private changed(routeId: string, { people, wheelchair }: Party, sign: 1 | -1): RouteLoad {
    const load = this.require(routeId);
    return {
      ...load,
      seatsTaken: load.seatsTaken + sign * people,
      wheelchairPlacesTaken: load.wheelchairPlacesTaken + (wheelchair ? sign : 0),
    };
  }

  /** A call may arrive after a newer one, and must not undo it. */
  private isOld({ routeId, routeVersion }: { routeId: string; routeVersion: number }): boolean {
    return routeVersion > 0 && routeVersion <= this.offers.get(routeId)!.routeVersion;
  }

  private store(load: RouteLoad): RouteLoad {
    this.loads.set(load.routeId, load);
    return load;
  }
}

function withRoom(load: RouteLoad): RouteLoad {
  if (hasRoom(load)) return load;
  throw failedPrecondition('SEATS_IN_USE', 'riders hold more seats than that');
}

const hasRoom = (load: RouteLoad): boolean =>
  load.seatsTaken <= load.seats && load.wheelchairPlacesTaken <= load.wheelchairPlaces;
