// Time-based one-time passwords (RFC 6238) as authenticator apps make them: SHA-1, six digits, a step of 30 seconds.
import { randomBytes } from 'node:crypto';
import { Secret, TOTP } from 'otpauth';

export const STEP_SECONDS = 30;
/** Recommended by RFC 4226, and accepted by authenticators. */
const SECRET_BYTES = 20;
const ISSUER = 'LastMile';
const FORM = { algorithm: 'SHA1', digits: 6, period: STEP_SECONDS };
/** How many steps a phone's clock may be off. */
const WINDOW = 1;

/** A new secret in base32. */
export const newTotpSecret = (): string => base32(randomBytes(SECRET_BYTES));

/** RFC 4648, without padding. */
export const base32 = (bytes: Uint8Array): string => new Secret({ buffer: Uint8Array.from(bytes).buffer }).base32;

/** What an authenticator app reads from a QR code; `account` is shown in it. */
export const otpauthUri = (secret: string, account: string): string =>
  new TOTP({ ...FORM, issuer: ISSUER, label: account, secret }).toString();

/** The step of this code, among the current one and its neighbours; undefined for a wrong code. */
export function stepOfCode(secret: string, code: string, now: Date): number | undefined {
  // The library compares only values with the same number of bytes.
  if (!/^[0-9]{6}$/.test(code)) return undefined;
  const timestamp = now.getTime();
  const delta = new TOTP({ ...FORM, secret }).validate({ token: code, window: WINDOW, timestamp });
  return delta === null ? undefined : Math.floor(timestamp / 1000 / STEP_SECONDS) + delta;
}

/** The code that an authenticator shows. */
export const codeAt = (secret: string, time: Date): string =>
  new TOTP({ ...FORM, secret }).generate({ timestamp: time.getTime() });
