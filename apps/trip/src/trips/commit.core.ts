// Which riders of a plan get a seat: the decision inside CommitMatch, made while the route load and the rides are
// locked.
//
// Invariants: riders are taken in the given order, each whole party or not at all. No accepted rider overbooks the
// route, has another live trip, has a closed ride, or excludes this driver. Promises to riders seated earlier are kept.
import { notFound } from '@lastmile/errors';
import { fareFor, type Tariff } from './fare.core.js';
import { requireOpen, seat } from '../routes/route-load.state.js';
import { retime, type Change } from './trip.state.js';
import type { PlannedTrip, RefusalReason, RefusedRide, Retiming, RideClaim, RouteLoad, Trip } from '../trip.types.js';

/** How long after the promised latest pickup a PIN works, so that riders can still board a late car. */
export const PIN_GRACE_SECONDS = 900;

export interface CommitRules {
  /** How long a driver may take to answer an offer. */
  readonly offerSeconds: number;
  readonly tariff: Tariff;
}

export interface CommitInput {
  readonly stationId: string;
  readonly trips: readonly PlannedTrip[];
  readonly reordered: readonly Retiming[];
  /** One for each of `trips`. Ids and PINs are passed in, since they are random and this function is pure. */
  readonly identities: readonly { readonly tripId: string; readonly pin: string }[];
}

/** The state of the ledger, with its rows locked. */
export interface CommitState {
  readonly load: RouteLoad;
  readonly claims: ReadonlyMap<string, RideClaim>;
  readonly takenRideIds: ReadonlySet<string>;
  /** The trips of `reordered` that belong to the route. */
  readonly promised: ReadonlyMap<string, Trip>;
}

export interface CommitDecision {
  readonly trips: readonly Trip[];
  readonly refused: readonly RefusedRide[];
  /** Trips with new times or a new order; empty unless a trip was accepted. */
  readonly retimed: readonly Change[];
}

/**
 * Throws ROUTE_CLOSED. Throws TRIP_NOT_FOUND, ILLEGAL_TRANSITION or BREAKS_PROMISE for a bad re-time and then seats
 * nobody, because the plan was made for another state of the car.
 */
export function decideCommit(state: CommitState, input: CommitInput, rules: CommitRules, now: Date): CommitDecision {
  requireOpen(state.load);
  const retimed = input.reordered.map((timing) => {
    const trip = state.promised.get(timing.tripId);
    if (!trip) throw notFound('trip', timing.tripId);
    return retime(trip, timing, now);
  });
  let { load } = state;
  const trips: Trip[] = [];
  const refused: RefusedRide[] = [];
  input.trips.forEach((planned, index) => {
    const fuller = seat(load, planned.party);
    const reason = refusalOf(state, planned) ?? (fuller ? undefined : 'no_seats');
    if (reason || !fuller) {
      refused.push({ rideId: planned.rideId, reason: reason ?? 'no_seats' });
      return;
    }
    load = fuller;
    trips.push(newTrip(load, planned, input, index, rules, now));
  });
  const effective = retimed.filter(({ before, trip }) => trip !== before);
  return { trips, refused, retimed: trips.length === 0 ? [] : effective };
}

/** Nobody rides in their own car: a driver who also waits as a rider counts as excluded. */
function refusalOf(state: CommitState, { rideId, riderId }: PlannedTrip): RefusalReason | undefined {
  const claim = state.claims.get(rideId);
  if (claim?.closed) return 'ride_closed';
  if (state.takenRideIds.has(rideId)) return 'ride_taken';
  const { driverId } = state.load;
  return claim?.excludedDriverIds.includes(driverId) || riderId === driverId ? 'driver_excluded' : undefined;
}

function newTrip(
  load: RouteLoad,
  planned: PlannedTrip,
  { stationId, identities }: CommitInput,
  index: number,
  { offerSeconds, tariff }: CommitRules,
  now: Date,
): Trip {
  const identity = identities[index];
  if (!identity) throw new RangeError('a planned trip without an id');
  const answer = load.autoAccept
    ? ({ status: 'scheduled', acceptTime: now } as const)
    : ({ status: 'offered', offerExpireTime: secondsAfter(now, offerSeconds) } as const);
  return {
    ...planned,
    ...identity,
    ...answer,
    routeId: load.routeId,
    stationId,
    driverId: load.driverId,
    driverName: load.driverName,
    vehiclePlate: load.vehiclePlate,
    vehicleDescription: load.vehicleDescription,
    pinExpireTime: secondsAfter(planned.latestPickupTime, PIN_GRACE_SECONDS),
    wrongPins: 0,
    fare: fareFor(tariff, planned.pickup.position, planned.destination.position, planned.party.people),
    endReason: '',
    createTime: now,
    driverRating: 0,
    riderRating: 0,
    version: 1,
  };
}

const secondsAfter = (time: Date, seconds: number): Date => new Date(time.getTime() + seconds * 1000);
