// The part of the assignment ledger that drivers meet, kept in memory by the tests: it opens, resizes and closes routes by the
// rules of the contract, and can be told that riders hold seats, or to do its work and then cut the caller off.
import type { Caller } from '@lastmile/auth';
import type { OpenRouteRequest, RouteLoad, TripServiceService } from '@lastmile/contracts';
import { aborted, failedPrecondition, notFound, permissionDenied } from '@lastmile/errors';
import type { DoubleHandlers } from '@lastmile/testing';

export class Ledger {
  readonly loads = new Map<string, RouteLoad>();
  readonly offers = new Map<string, OpenRouteRequest>();
  /** Routes with somebody in the car, who cannot be put out. */
  readonly carries = new Set<string>();
  /** The RPCs that were asked for, in order. */
  readonly calls: string[] = [];
  /** Runs after the ledger's own step is done and before it answers. */
  beforeAnswer: () => Promise<void> = () => Promise.resolve();
  private beforeStep: () => Promise<void> = () => Promise.resolve();

  readonly handlers: DoubleHandlers<typeof TripServiceService> = {
    openRoute: (offer, caller) =>
      this.answer('openRoute', caller, () => {
        const known = this.loads.get(offer.routeId);
        if (known && !known.open) throw failedPrecondition('ROUTE_CLOSED', 'the route is over');
        const other = [...this.loads.values()].find((load) => load.open && load.driverId === offer.driverId);
        if (other && other.routeId !== offer.routeId) {
          throw failedPrecondition('DRIVER_HAS_OPEN_ROUTE', 'the driver has another open route');
        }
        this.offers.set(offer.routeId, offer);
        const { routeId, driverId, seats, wheelchairPlaces } = offer;
        const taken = { seatsTaken: known?.seatsTaken ?? 0, wheelchairPlacesTaken: known?.wheelchairPlacesTaken ?? 0 };
        return this.store({ routeId, driverId, seats, wheelchairPlaces, ...taken, open: true });
      }),
    resizeRoute: ({ routeId, seats, autoAccept }, caller) =>
      this.answer('resizeRoute', caller, () => {
        const load = this.require(routeId);
        if (!load.open) throw failedPrecondition('ROUTE_CLOSED', 'the route is over');
        if (seats !== undefined && seats < load.seatsTaken) {
          throw failedPrecondition('SEATS_IN_USE', 'riders hold more seats than that');
        }
        const offer = this.offers.get(routeId)!;
        this.offers.set(routeId, { ...offer, autoAccept: autoAccept ?? offer.autoAccept });
        return this.store({ ...load, seats: seats ?? load.seats });
      }),
    closeRoute: ({ routeId, cancelScheduled, keepAboard }, caller) =>
      this.answer('closeRoute', caller, () => {
        const load = this.require(routeId);
        if (keepAboard && load.seatsTaken > 0) return this.store({ ...load, open: false });
        if (load.open && load.seatsTaken > 0 && (!cancelScheduled || this.carries.has(routeId))) {
          throw failedPrecondition('ROUTE_HAS_RIDERS', 'riders are aboard or scheduled');
        }
        return this.store({ ...load, seatsTaken: 0, open: false });
      }),
  };

  /** From now on no call is answered until the returned function is called; the ledger's own step is done before. */
  silence(): () => void {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.beforeAnswer = () => promise;
    return () => {
      this.mend();
      resolve();
    };
  }

  /** From now on no call is answered but by a failure that leaves open whether its step was done; it is, or is not. */
  cutOff(when: 'before' | 'after'): void {
    const die = () => Promise.reject(aborted('CUT_OFF', 'cut off'));
    if (when === 'before') this.beforeStep = die;
    else this.beforeAnswer = die;
  }

  mend(): void {
    this.beforeStep = this.beforeAnswer = () => Promise.resolve();
  }

  /** Riders take that many seats of an open route. */
  seat(routeId: string, seatsTaken: number): void {
    this.store({ ...this.require(routeId), seatsTaken });
  }

  private async answer(name: string, caller: Caller | undefined, step: () => RouteLoad): Promise<{ load: RouteLoad }> {
    if (!caller?.roles.includes('service')) throw permissionDenied('only for services');
    this.calls.push(name);
    await this.beforeStep();
    const load = step();
    await this.beforeAnswer();
    return { load };
  }

  private require(routeId: string): RouteLoad {
    const load = this.loads.get(routeId);
    if (!load) throw notFound('route', routeId);
    return load;
  }

  private store(load: RouteLoad): RouteLoad {
    this.loads.set(load.routeId, load);
    return load;
  }
}
