// Converts between lastmile.trip.v1 messages and domain types.
import {
  Actor as WireActor,
  RefusalReason as WireRefusalReason,
  TripStatus as WireTripStatus,
  type Place as WirePlace,
  type RefusedRide as WireRefusedRide,
  type RouteLoad as WireRouteLoad,
  type Trip as WireTrip,
  type TripHistoryEntry,
} from '@lastmile/contracts';
import type { Caller } from '@lastmile/auth';
import { partyFields } from '@lastmile/party';
import { actorOf } from './trips/trip-access.js';
import { seenBy } from './trips/trip-privacy.core.js';
import type {
  HistoryEntry,
  Actor,
  Place,
  RefusalReason,
  RefusedRide,
  RouteLoad,
  Trip,
  TripStatus,
} from './trip.types.js';

const STATUSES: Record<TripStatus, WireTripStatus> = {
  offered: WireTripStatus.TRIP_STATUS_OFFERED,
  scheduled: WireTripStatus.TRIP_STATUS_SCHEDULED,
  arrived: WireTripStatus.TRIP_STATUS_ARRIVED,
  active: WireTripStatus.TRIP_STATUS_ACTIVE,
  completed: WireTripStatus.TRIP_STATUS_COMPLETED,
  declined: WireTripStatus.TRIP_STATUS_DECLINED,
  expired: WireTripStatus.TRIP_STATUS_EXPIRED,
  cancelled: WireTripStatus.TRIP_STATUS_CANCELLED,
  no_show: WireTripStatus.TRIP_STATUS_NO_SHOW,
};
const ACTORS: Record<Actor, WireActor> = {
  rider: WireActor.PARTY_RIDER,
  driver: WireActor.PARTY_DRIVER,
  operator: WireActor.PARTY_OPERATOR,
  platform: WireActor.PARTY_PLATFORM,
};
const REFUSALS: Record<RefusalReason, WireRefusalReason> = {
  ride_taken: WireRefusalReason.REFUSAL_REASON_RIDE_TAKEN,
  ride_closed: WireRefusalReason.REFUSAL_REASON_RIDE_CLOSED,
  driver_excluded: WireRefusalReason.REFUSAL_REASON_DRIVER_EXCLUDED,
  no_seats: WireRefusalReason.REFUSAL_REASON_NO_SEATS,
};

/** Undefined for "any status". */
export const fromWireStatus = (status: WireTripStatus): TripStatus | undefined =>
  (Object.keys(STATUSES) as TripStatus[]).find((name) => STATUSES[name] === status);

export const toWireStatus = (status: TripStatus): WireTripStatus => STATUSES[status];
export const toWireActor = (actor: Actor): WireActor => ACTORS[actor];

/** For services and events: everything except the PIN. */
export const toWireTrip = (trip: Trip): WireTrip => wireTrip({ ...trip, pin: '' });

/** The trip as this caller may see it now (trip-privacy.core.ts). Throws TRIP_NOT_FOUND for callers who may not see it. */
export const toWireTripFor = (caller: Caller, trip: Trip, now: Date): WireTrip =>
  wireTrip(seenBy(trip, actorOf(trip, caller), now));

const wireTrip = ({ party, ...trip }: Trip): WireTrip => ({
  ...trip,
  ...partyFields(party),
  status: STATUSES[trip.status],
  pickup: toWirePlace(trip.pickup),
  destination: toWirePlace(trip.destination),
  endedBy: trip.endedBy ? ACTORS[trip.endedBy] : WireActor.PARTY_UNSPECIFIED,
});

export const toWireHistory = ({ version, status, actor, time }: HistoryEntry): TripHistoryEntry => ({
  version,
  status: STATUSES[status],
  actor: ACTORS[actor],
  time,
});

export const toWireLoad = (load: RouteLoad): WireRouteLoad => ({
  routeId: load.routeId,
  driverId: load.driverId,
  seats: load.seats,
  seatsTaken: load.seatsTaken,
  wheelchairPlaces: load.wheelchairPlaces,
  wheelchairPlacesTaken: load.wheelchairPlacesTaken,
  open: load.open && load.takesRiders,
});

export const toWireRefusal = ({ rideId, reason }: RefusedRide): WireRefusedRide => ({
  rideId,
  reason: REFUSALS[reason],
});

const toWirePlace = ({ position, name }: Place): WirePlace => ({ position, name });
