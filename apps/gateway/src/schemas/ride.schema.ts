// Riders and their rides, as they are in requests and responses.
import { RideStatus, WaitingReason } from '@lastmile/contracts';
import { pickupPointId, stationId, trainId } from '@lastmile/ids';
import { partyWishSchema, withParty } from '@lastmile/party';
import { z } from 'zod';
import { maybeText, maybeTime, party, place, placeInput, time, words } from './fields.schema.js';

export const rideStatus = words(RideStatus, 'RIDE_STATUS_');

export const rider = z
  .object({ riderId: z.string(), name: z.string(), wheelchair: z.boolean(), createTime: time })
  .meta({ id: 'Rider' });
export const ride = withParty(
  z.object({
    rideId: z.string(),
    riderId: z.string(),
    riderName: z.string(),
    status: rideStatus.output,
    stationId: z.string(),
    stationName: z.string(),
    train: z.object({
      trainId: z.string(),
      serviceDate: z.string(),
      lineName: maybeText,
      headsign: maybeText,
      arriveTime: time,
    }),
    pickupPointId: maybeText,
    pickup: place,
    destination: place,
    party,
    readyTime: time.describe('When the rider stands at the kerb: train arrival plus walk.'),
    latestPickupTime: time.describe('The rider’s limit.'),
    directSeconds: z.int(),
    maxRideSeconds: z.int().describe('The rider’s limit of time in the car.'),
    tripId: maybeText.describe('The present or last trip.'),
    waitingReason: words(WaitingReason, 'WAITING_REASON_').output.describe(
      'Why the newest plan has no car yet; absent with a car, and until a plan has considered the ride.',
    ),
    consideredTime: maybeTime.describe('When that plan was made.'),
    createTime: time,
    endTime: maybeTime,
  }),
).meta({ id: 'Ride' });
export const rideWish = z
  .strictObject({
    stationId,
    trainId: trainId.describe('From the station’s arrivals.'),
    serviceDate: z.iso.date().describe('From the station’s arrivals.'),
    destination: placeInput,
    party: partyWishSchema().meta({ id: 'PartyWish', description: 'Who rides.' }).prefault({}),
    maxWaitSeconds: z.int().min(60).max(3_600).optional().describe('At the kerb; default 900.'),
    pickupPointId: z.literal('').or(pickupPointId).default('').describe('Default: the nearest.'),
  })
  .meta({ id: 'RideWish' });
export const quote = z
  .object({
    pickupPointId: maybeText,
    pickup: place,
    readyTime: time.describe('When you stand at the kerb: train arrival plus walk.'),
    latestPickupTime: time.describe('Your limit: not picked up later.'),
    directSeconds: z.int().describe('The drive without anybody else.'),
    maxRideSeconds: z.int().describe('Your limit of time in the car.'),
  })
  .meta({ id: 'RideQuote' });
