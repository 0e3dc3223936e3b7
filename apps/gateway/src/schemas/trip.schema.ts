// Trips, as they are in responses.
import { Actor, TripStatus } from '@lastmile/contracts';
import { withParty } from '@lastmile/party';
import { z } from 'zod';
import { maybeText, maybeTime, party, place, time, words } from './fields.schema.js';

export const tripStatus = words(TripStatus, 'TRIP_STATUS_');
const actor = words(Actor, 'PARTY_');

export const trip = withParty(
  z.object({
    tripId: z.string(),
    rideId: z.string(),
    riderId: z.string(),
    riderName: z
      .string()
      .describe('To the driver the first name until the offer is accepted, and nothing a day after the end.'),
    driverId: z.string(),
    driverName: z.string().describe('To the rider nothing a day after the end, like the car.'),
    vehiclePlate: z.string(),
    vehicleDescription: maybeText,
    routeId: z.string(),
    stationId: z.string(),
    status: tripStatus.output,
    party,
    pickup: place,
    destination: place.describe(
      'To the driver rounded to about 300 m and without a name until the offer is accepted, and again a day after the end.',
    ),
    readyTime: time,
    pickupTime: time,
    latestPickupTime: time.describe('Promise: not picked up later.'),
    dropoffTime: time,
    latestDropoffTime: time.describe('Promise: not dropped off later.'),
    directSeconds: z.int(),
    dropoffOrder: z.int(),
    addedDetourSeconds: z
      .int()
      .describe('How much longer this rider made the driver’s way when it was offered, waiting included.'),
    offerExpireTime: maybeTime,
    pin: maybeText.describe('Only in answers to the rider, who tells it to the driver.'),
    pinExpireTime: maybeTime,
    fare: z.object({ currency: z.string(), amountMinor: z.int() }),
    endedBy: actor.output,
    endReason: maybeText,
    createTime: time,
    acceptTime: maybeTime,
    arriveTime: maybeTime,
    boardTime: maybeTime,
    endTime: maybeTime,
    driverRating: z.int().describe('0 while there is none.'),
    riderRating: z.int().describe('0 while there is none.'),
  }),
).meta({ id: 'Trip' });
export const history = z.array(z.object({ version: z.int(), status: tripStatus.output, actor: actor.output, time }));
