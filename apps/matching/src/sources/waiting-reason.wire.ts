// Converts the reasons of a plan to those that riders see.
import { WaitingReason } from '@lastmile/contracts';
import type { Unserved } from '../matching.types.js';

const WAITING_REASONS: Record<Unserved['reason'], WaitingReason> = {
  no_driver: WaitingReason.WAITING_REASON_NO_DRIVER,
  drivers_excluded: WaitingReason.WAITING_REASON_DRIVERS_EXCLUDED,
  wait_too_long: WaitingReason.WAITING_REASON_WAIT_TOO_LONG,
  no_wheelchair_place: WaitingReason.WAITING_REASON_NO_WHEELCHAIR_PLACE,
  no_seat: WaitingReason.WAITING_REASON_NO_SEAT,
  breaks_promise: WaitingReason.WAITING_REASON_BREAKS_PROMISE,
  ride_too_long: WaitingReason.WAITING_REASON_RIDE_TOO_LONG,
  detour_too_long: WaitingReason.WAITING_REASON_DETOUR_TOO_LONG,
  outranked: WaitingReason.WAITING_REASON_OUTRANKED,
  better_with_another_driver: WaitingReason.WAITING_REASON_BETTER_WITH_ANOTHER_DRIVER,
};

export const toWaitingReason = (reason: Unserved['reason']): WaitingReason => WAITING_REASONS[reason];
