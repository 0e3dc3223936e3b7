// How often sign-in to an account may be tried, and from where. An attempt counts as wrong from its start until the
// password proves right, so a thousand attempts sent at once get no further than five sent one by one.
//
// Invariants: attempts from elsewhere never count against a device that the owner has signed in from; unknown devices
// together get at most ELSEWHERE_ATTEMPTS attempts per account and window, however many addresses they use.
import { DomainError } from '@lastmile/errors';

/** For one account, from one network address or one known device. */
export const ATTEMPTS = 5;
/** For one account, from all unknown devices together. */
export const ELSEWHERE_ATTEMPTS = 50;
export const WINDOW_SECONDS = 15 * 60;

/** Where an attempt is counted. */
export interface AttemptSource {
  readonly source: string;
  /** Maximum attempts in a window. */
  readonly most: number;
}

/**
 * Limits codes of a second factor from all unknown devices: an attacker at this point has the password, and may have
 * many addresses.
 */
export const CODES_ELSEWHERE: AttemptSource = { source: 'codes elsewhere', most: 5 };

/** `knownDevice` names a device of this account; its attempts are only counted for the device. */
export function sourcesOf(address: string, knownDevice: string | undefined): AttemptSource[] {
  if (knownDevice !== undefined) return [{ source: `device:${knownDevice}`, most: ATTEMPTS }];
  return [
    { source: `address:${networkOf(address)}`, most: ATTEMPTS },
    { source: 'elsewhere', most: ELSEWHERE_ATTEMPTS },
  ];
}

/**
 * The attempts to store, including `now`, if another one is allowed.
 * Throws resource_exhausted TOO_MANY_ATTEMPTS with `retry_after_seconds` (whole seconds, rounded up) otherwise.
 */
export function admitAttempt(earlier: readonly Date[], now: Date, most: number = ATTEMPTS): Date[] {
  const counted = earlier
    .filter((time) => time.getTime() > now.getTime() - WINDOW_SECONDS * 1000)
    .sort((a, b) => a.getTime() - b.getTime());
  const oldest = counted.at(-most);
  if (oldest === undefined) return [...counted, now];
  const seconds = Math.ceil((oldest.getTime() - now.getTime()) / 1000 + WINDOW_SECONDS);
  throw new DomainError('resource_exhausted', 'TOO_MANY_ATTEMPTS', 'too many attempts for this account, try later', {
    retry_after_seconds: String(seconds),
  });
}

/** The network of an address: a household or a host gets 64 bits of IPv6, so those count as one. */
export function networkOf(address: string): string {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1];
  if (mapped !== undefined) return mapped;
  const bare = address.replace(/%.*$/, '');
  if (!bare.includes(':') || !URL.canParse(`http://[${bare}]/`)) return address;
  const [head = '', tail] = new URL(`http://[${bare}]/`).hostname.slice(1, -1).split('::');
  const left = head.split(':').filter(Boolean);
  const right = tail?.split(':').filter(Boolean) ?? [];
  const missing = tail === undefined ? 0 : 8 - left.length - right.length;
  const groups = [...left, ...Array<string>(missing).fill('0'), ...right];
  return `${groups.slice(0, 4).join(':')}::/64`;
}
