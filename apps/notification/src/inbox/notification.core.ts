// Who is notified of what. Invariants: the same event always gives the same drafts, at most one per person. A draft
// contains no PIN and no coordinates, because its input has none. It contains only the first name of the other side,
// and never tells a driver the rider's destination, because inboxes and phones keep texts longer than trips may be
// seen.
import { TRIP_KINDS, type Audience, type NotificationKind } from '../notification-kind.types.js';
import type {
  Draft,
  DriverHappened,
  Happened,
  RideFacts,
  RideHappened,
  TripFacts,
  TripHappened,
} from '../notification.types.js';

/** The drafts of one event, the rider's first. None for an expired offer, which nobody can answer any more. */
export function notificationsFor(event: Happened, now: Date): Draft[] {
  if (isOver(event, now)) return [];
  if ('driver' in event) return [driverDraft(event)];
  return 'trip' in event ? tripDrafts(event) : [rideDraft(event)];
}

/** The people mentioned in a draft, including its reader. */
export const peopleIn = ({ data }: Draft): string[] =>
  [data.rider_id, data.driver_id].filter((id): id is string => id !== undefined);

/** The same draft without names of erased people; the message catalogue has texts for people without a name. */
export function withoutErased(draft: Draft, erased: ReadonlySet<string>): Draft {
  const { rider_id: rider, driver_id: driver, ...data } = draft.data;
  const noRider = rider !== undefined && erased.has(rider);
  const noDriver = driver !== undefined && erased.has(driver);
  if (!noRider && !noDriver) return draft;
  return {
    ...draft,
    params: {
      ...draft.params,
      ...(noRider && { rider: '', destination: '' }),
      ...(noDriver && { driver: '', vehicle: '', plate: '' }),
    },
    data: { ...data, ...(noRider ? {} : given('rider_id', rider)), ...(noDriver ? {} : given('driver_id', driver)) },
  };
}

const isOver = (event: Happened, now: Date): boolean =>
  event.type === 'trip.offered' && event.trip.offerExpireTime !== undefined && event.trip.offerExpireTime <= now;

function audienceOf({ type, trip }: TripHappened): readonly Audience[] {
  const { tells, exceptWhoEndedIt }: NotificationKind = TRIP_KINDS[type];
  return exceptWhoEndedIt ? tells.filter((audience) => audience !== trip.endedBy) : tells;
}

function tripDrafts(event: TripHappened): Draft[] {
  const { type, time, trip } = event;
  const data = tripData(trip);
  return audienceOf(event).map((audience) => ({
    userId: audience === 'rider' ? trip.riderId : trip.driverId,
    kind: type,
    audience,
    params: tripParams(trip, audience, time),
    data,
  }));
}

function driverDraft({ type, driver: { driverId, statusReason } }: DriverHappened): Draft {
  const params = { reason: statusReason };
  return { userId: driverId, kind: type, audience: 'driver', params, data: { driver_id: driverId } };
}

function rideDraft({ type, ride }: RideHappened): Draft {
  return {
    userId: ride.riderId,
    kind: type,
    audience: 'rider',
    params: { station: ride.stationName, line: ride.lineName, destination: ride.destinationName },
    data: rideData(ride),
  };
}

function tripParams(trip: TripFacts, audience: Audience, now: Date): Record<string, string> {
  const seconds = trip.pickupTime ? (trip.pickupTime.getTime() - now.getTime()) / 1000 : 0;
  return {
    rider: firstName(trip.riderName),
    driver: firstName(trip.driverName),
    vehicle: trip.vehicleDescription,
    plate: trip.vehiclePlate,
    pickup: trip.pickupName,
    ...(audience === 'rider' ? { destination: trip.destinationName } : {}),
    seats: String(trip.party.people),
    minutes: minutesOf(seconds),
    detour: minutesOf(trip.addedDetourSeconds),
  };
}

const tripData = (trip: TripFacts): Record<string, string> => ({
  trip_id: trip.tripId,
  ride_id: trip.rideId,
  route_id: trip.routeId,
  station_id: trip.stationId,
  driver_id: trip.driverId,
  rider_id: trip.riderId,
  status: trip.status,
  ...(trip.status === 'offered' ? offerData(trip) : {}),
  ...given('pickup_time', trip.pickupTime?.toISOString()),
  ...given('ended_by', trip.endedBy),
});

/** What a driver needs to decide about an offer. */
const offerData = (trip: TripFacts): Record<string, string> => ({
  ...given('offer_expire_time', trip.offerExpireTime?.toISOString()),
  party_size: String(trip.party.people),
  added_detour_seconds: String(trip.addedDetourSeconds),
});

const rideData = (ride: RideFacts): Record<string, string> => ({
  ride_id: ride.rideId,
  rider_id: ride.riderId,
  station_id: ride.stationId,
  status: ride.status,
  ...given('waiting_reason', ride.waitingReason),
});

/** The text before the first space. */
const firstName = (name: string): string => name.trim().split(/\s+/u)[0] ?? '';

const minutesOf = (seconds: number): string => String(Math.max(0, Math.round(seconds / 60)));

const given = (key: string, value: string | undefined): Record<string, string> =>
  value === undefined ? {} : { [key]: value };
