// Which part of an inbox entry is sent to a device, and when it expires. Invariant: a message fits into 4,096 bytes
// after encryption, whatever the entry contains, because push services guarantee no more.
import { kindOf } from '../notification-kind.types.js';
import type { Notification } from '../notification.types.js';
import type { Message } from './delivery.types.js';

const BODY_CHARACTERS = 300;
/** Facts longer than an id are left out. */
const FACT_CHARACTERS = 64;
const FACTS = ['trip_id', 'ride_id'];

const MOMENT_SECONDS = 10 * 60;
const DAY_SECONDS = 24 * 60 * 60;

export function messageOf({ userId, sequence, kind, title, body, data }: Notification): Message {
  const facts = FACTS.flatMap((key) => (data[key] && data[key].length <= FACT_CHARACTERS ? [[key, data[key]]] : []));
  return {
    userId,
    sequence,
    kind,
    title,
    body: shortened(body),
    data: Object.fromEntries(facts) as Record<string, string>,
    isUrgent: kindOf(kind)?.isUrgent ?? false,
    isMomentary: kindOf(kind)?.isMomentary ?? false,
  };
}

/** When the message expires: with the offer, after ten minutes, or after a day. */
export function expireTimeOf({ kind, data, createTime }: Notification): Date {
  if (data.offer_expire_time) return new Date(data.offer_expire_time);
  const seconds = kindOf(kind)?.isMomentary ? MOMENT_SECONDS : DAY_SECONDS;
  return new Date(createTime.getTime() + seconds * 1_000);
}

/** Whole characters, so that no emoji is cut in half. */
function shortened(text: string): string {
  const characters = [...text];
  return characters.length <= BODY_CHARACTERS ? text : `${characters.slice(0, BODY_CHARACTERS - 1).join('')}…`;
}
