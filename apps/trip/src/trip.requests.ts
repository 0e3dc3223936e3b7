// What the RPCs accept: one schema for each request, refused as INVALID_ARGUMENT with the field's name.
import { RideCloseCause, TripStatus } from '@lastmile/contracts';
import { instant, interval, latLng, optionalText, pageSize, requestId, text, uuid } from '@lastmile/grpc';
import { stationId } from '@lastmile/ids';
import { partySchema, withParty } from '@lastmile/party';
import { z } from 'zod';

const REASON_LENGTH = 200;
const MAX_ROUTES = 500;
const MAX_STATISTICS_HOURS = 48;
/** Longer than any real drive; keeps sums far below the integer limit. */
const MAX_DRIVE_SECONDS = 86_400;

const seats = z.number().int().min(1).max(8);
const place = z.object({ position: latLng, name: optionalText(200) });
const driveSeconds = z.number().int().min(0).max(MAX_DRIVE_SECONDS);
const routeVersion = z.number().int().min(0);
const dropoffOrder = z.number().int().min(0).max(1000);
const onTrip = { requestId, tripId: uuid('trip') };
const stated = (status: TripStatus) => status !== TripStatus.UNRECOGNIZED;

export const openRoute = z.object({
  routeId: uuid('route'),
  driverId: uuid('driver'),
  driverName: text(80),
  vehiclePlate: text(20),
  vehicleDescription: optionalText(200),
  seats,
  wheelchairPlaces: z.number().int().min(0).max(8),
  autoAccept: z.boolean(),
  routeVersion,
});

export const resizeRoute = z.object({
  routeId: uuid('route'),
  seats: seats.optional(),
  autoAccept: z.boolean().optional(),
  routeVersion,
});

export const closeRoute = z.object({
  routeId: uuid('route'),
  cancelScheduled: z.boolean(),
  keepAboard: z.boolean(),
});

export const getRouteLoads = z.object({ routeIds: z.array(uuid('route')).max(MAX_ROUTES) });

const plannedTrip = z
  .object({
    rideId: uuid('ride'),
    riderId: uuid('rider'),
    riderName: text(80),
    party: partySchema(),
    pickup: place,
    destination: place,
    readyTime: instant,
    pickupTime: instant,
    latestPickupTime: instant,
    dropoffTime: instant,
    latestDropoffTime: instant,
    directSeconds: driveSeconds,
    dropoffOrder,
    addedDetourSeconds: driveSeconds,
  })
  .refine((t) => t.readyTime <= t.pickupTime, { path: ['pickupTime'], error: 'must not be before ready_time' })
  .refine((t) => t.pickupTime <= t.latestPickupTime, {
    path: ['latestPickupTime'],
    error: 'must not be before pickup_time',
  })
  .refine((t) => t.pickupTime < t.dropoffTime, { path: ['dropoffTime'], error: 'must be after pickup_time' })
  .refine((t) => t.dropoffTime <= t.latestDropoffTime, {
    path: ['latestDropoffTime'],
    error: 'must not be before dropoff_time',
  });

const reorderedTrip = z.object({ tripId: uuid('trip'), dropoffOrder, dropoffTime: instant });

export const commitMatch = z
  .object({
    requestId,
    routeId: uuid('route'),
    stationId,
    trips: z.array(withParty(plannedTrip)).min(1).max(8),
    reordered: z.array(reorderedTrip).max(8),
  })
  .refine(({ trips }) => areUnique(trips.map(({ rideId }) => rideId)), {
    path: ['trips'],
    error: 'must name each ride once',
  })
  .refine(({ reordered }) => areUnique(reordered.map(({ tripId }) => tripId)), {
    path: ['reordered'],
    error: 'must name each trip once',
  })
  .refine(({ trips, reordered }) => areUnique([...trips, ...reordered].map((trip) => trip.dropoffOrder)), {
    path: ['trips'],
    error: 'must have a dropoff_order of their own',
  });

export const closeRide = z.object({
  rideId: uuid('ride'),
  cause: z.enum([RideCloseCause.RIDE_CLOSE_CAUSE_CANCELLED, RideCloseCause.RIDE_CLOSE_CAUSE_EXPIRED]),
  onlyIfIdle: z.boolean(),
});

export const tripCommand = z.object(onTrip);
export const withReason = z.object({ ...onTrip, reason: optionalText(REASON_LENGTH) });
export const updateTripStatus = z.object({
  ...onTrip,
  status: z.literal(TripStatus.TRIP_STATUS_ARRIVED, 'must be TRIP_STATUS_ARRIVED: other statuses have their own calls'),
});
export const confirmPickup = z.object({ ...onTrip, pin: z.string().regex(/^\d{4}$/, 'must be four digits') });
export const rateTrip = z.object({ ...onTrip, rating: z.number().int().min(1).max(5) });

export const getTripDetails = z.object({ tripId: uuid('trip') });

export const listTrips = z.object({
  riderId: z.literal('').or(uuid('rider')),
  driverId: z.literal('').or(uuid('driver')),
  routeIds: z.array(uuid('route')).max(100),
  status: z.enum(TripStatus).refine(stated, 'must be a status'),
  liveOnly: z.boolean(),
  stationId: z.literal('').or(stationId),
  createFromTime: instant.optional(),
  createToTime: instant.optional(),
  text: optionalText(80),
  rideId: z.literal('').or(uuid('ride')),
  pageSize,
  pageToken: z.string(),
});

export const getTripStatistics = interval(MAX_STATISTICS_HOURS);

/** Where the next page starts. */
export const tripPosition = z.object({ createTime: z.coerce.date().pipe(instant), tripId: uuid('trip') });

const areUnique = (values: readonly unknown[]): boolean => new Set(values).size === values.length;

export const shareTrip = z.object({ tripId: uuid('trip') });
export const getSharedTrip = z.object({ token: z.string().min(1).max(100) });
