// What the RPCs accept: one schema for each request, refused as INVALID_ARGUMENT with the field's name.
import { RideStatus, WaitingReason } from '@lastmile/contracts';
import { instant, interval, latLng, optionalText, pageSize, requestId, text, uuid } from '@lastmile/grpc';
import { pickupPointId, stationId, trainId } from '@lastmile/ids';
import { partyWishSchema, withPartyWish } from '@lastmile/party';
import { z } from 'zod';

const DEFAULT_MAX_WAIT_SECONDS = 900;
const MAX_REASONS = 1000;
const MAX_STATISTICS_HOURS = 48;
const anyone = z.literal('').or(uuid('rider'));

export const registerRider = z.object({ requestId, name: text(80), wheelchair: z.boolean() });
export const getRider = z.object({ riderId: uuid('rider') });

const rideFields = {
  stationId,
  trainId,
  serviceDate: z.string().regex(/^\d{4}-\d{2}-\d{2}$/, 'must be a date such as 2026-09-23'),
  destination: z.object({ position: latLng, name: optionalText(200) }),
  party: partyWishSchema(),
  maxWaitSeconds: z.number().int().min(60).max(3600).default(DEFAULT_MAX_WAIT_SECONDS),
  pickupPointId: z.literal('').or(pickupPointId),
};
export const requestRide = withPartyWish(z.object({ requestId, ...rideFields }));
export const quoteRide = withPartyWish(z.object(rideFields));

export const getRideStatus = z.object({ rideId: uuid('ride') });
export const cancelRide = z.object({ requestId, rideId: uuid('ride') });

export const listRides = z.object({
  riderId: anyone,
  status: z.enum(RideStatus).refine((status) => status !== RideStatus.UNRECOGNIZED, 'must be a status'),
  openOnly: z.boolean(),
  stationId: z.literal('').or(stationId),
  createFromTime: instant.optional(),
  createToTime: instant.optional(),
  text: optionalText(80),
  pageSize,
  pageToken: z.string(),
});

export const listWaitingRides = z.object({ stationId, readyBefore: instant.optional() });

export const getRideStatistics = interval(MAX_STATISTICS_HOURS);

export const recordWaitingReasons = z.object({
  reasons: z
    .array(
      z.object({
        rideId: uuid('ride'),
        waitingReason: z
          .enum(WaitingReason)
          .refine(
            (reason) => reason !== WaitingReason.WAITING_REASON_UNSPECIFIED && reason !== WaitingReason.UNRECOGNIZED,
            'must be a reason',
          ),
        version: z.number().int().min(1),
      }),
    )
    .max(MAX_REASONS, `must be at most ${MAX_REASONS}`),
});

/** Where the next page starts. */
export const position = z.object({ createTime: z.coerce.date().pipe(instant), rideId: uuid('ride') });
