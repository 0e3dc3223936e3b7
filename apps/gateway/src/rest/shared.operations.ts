// Share links: show one trip to everyone who has the link, until the trip ends.
import type { Trip } from '@lastmile/contracts';
import { asService } from '@lastmile/auth';
import { z } from 'zod';
import type { Clients } from '../gateway.client.js';
import { operation } from '../http/operation.js';
import { tripStatus } from '../schemas/trip.schema.js';
import { maybeText, maybeTime, place, position, time, uuidParam } from '../schemas/fields.schema.js';

const sharedTrip = z
  .object({
    status: tripStatus.output,
    driverName: z.string().describe('The first name.'),
    vehiclePlate: z.string(),
    vehicleDescription: maybeText,
    pickup: place,
    destination: place.describe('Rounded to about a hundred metres: the link shows a way, not a door.'),
    pickupTime: time.describe('As planned.'),
    dropoffTime: time.describe('As planned.'),
    timeZone: z.string().describe('Of the station, IANA: the zone that everybody in the car reads clocks in.'),
    car: z
      .object({ position, time, dropoffEtaTime: maybeTime, pickupEtaTime: maybeTime })
      .optional()
      .describe('The newest known place, and when the car is expected; absent while unknown.'),
  })
  .meta({ id: 'SharedTrip' });
const asGateway = { caller: asService('gateway') };

export const sharedOperations = ({ trips, locations, stations }: Clients) => [
  operation({
    // The token is returned once and not stored, so a retry makes another link.
    method: 'POST',
    path: '/v1/trips/:tripId/share',
    tag: 'Trips',
    access: ['rider'],
    status: 201,
    idempotent: false,
    summary: 'Make a link that shows this trip to others until it ends',
    params: uuidParam('tripId'),
    body: z.strictObject({}),
    answer: z.object({ token: z.string(), path: z.string().describe('Of the page that shows it.'), expireTime: time }),
    handle: async ({ params }) => {
      const link = await trips.shareTrip(params);
      return { ...link, path: `/shared/${link.token}` };
    },
  }),
  operation({
    method: 'DELETE',
    path: '/v1/trips/:tripId/share',
    tag: 'Trips',
    access: ['rider'],
    idempotent: false,
    summary: 'End all links of this trip',
    params: uuidParam('tripId'),
    handle: ({ params }) => trips.stopSharingTrip(params),
  }),
  operation({
    method: 'GET',
    path: '/v1/shared/:token',
    tag: 'Trips',
    access: 'public',
    summary: 'The trip of a share link, as it is now',
    params: z.object({ token: z.string().min(1).max(250) }),
    answer: sharedTrip,
    handle: async ({ params }) => {
      const { trip } = await trips.getSharedTrip(params, asGateway);
      const [{ station }, { locations: found }] = await Promise.all([
        stations.getStation({ stationId: trip!.stationId }, asGateway),
        locations.getDriverLocations({ driverIds: [trip!.driverId] }, asGateway),
      ]);
      // If the location is of another route, the car is not serving this trip.
      const location = found.find(({ routeId }) => routeId === trip!.routeId);
      const progress = location?.trips.find(({ tripId }) => tripId === trip!.tripId);
      const { timeZone } = station!;
      return { ...shown(trip!), timeZone, ...(location?.point && { car: { ...location.point, ...progress } }) };
    },
  }),
];

/** The part of a trip that anyone with the link may see. */
const shown = ({ driverName, destination, ...trip }: Trip) => ({
  ...trip,
  driverName: driverName.split(' ')[0],
  destination: { position: rounded(destination?.position) },
});

const rounded = (at: { latitude: number; longitude: number } | undefined) =>
  at && { latitude: Number(at.latitude.toFixed(3)), longitude: Number(at.longitude.toFixed(3)) };
