// What the RPC accepts, refused as INVALID_ARGUMENT with the field's name.
import { id, instant } from '@lastmile/grpc';
import { stationId } from '@lastmile/ids';
import { z } from 'zod';

/** The limit of the driver service for one request. */
const MAX_APPROACHING = 499;
/** Each round of a match appends its number, and the ledger accepts 128 characters. */
const requestId = z.string().regex(/^[\x21-\x7e]{0,120}$/, 'must be at most 120 visible ASCII characters');

/** The request id may be empty: then the call gets a generated one. */
export const match = z
  .object({
    requestId,
    driverId: id('driver'),
    stationId,
    approaching: z.array(z.object({ driverId: id('driver'), etaTime: instant })).max(MAX_APPROACHING),
  })
  .refine(({ approaching }) => new Set(approaching.map(({ driverId }) => driverId)).size === approaching.length, {
    path: ['approaching'],
    error: 'must not name a driver twice',
  });
