// The signed-in person, shared by all tabs of this browser.
//
// Tokens are in localStorage: an app that is opened while a car waits must not ask for a password. A script injected
// into the page could read them, which the content security policy prevents (only scripts of our own origin). The
// access token lives for minutes, and a refresh token works once.
import { useSyncExternalStore } from 'react';
import type { components } from '../api/schema';
import { ApiProblem, problemOf } from '../api/problem';

type Signed = {
  user: components['schemas']['User'];
  session: components['schemas']['Session'];
  /** The operator role is inactive until a second factor is turned on. Undefined in sessions stored by older versions. */
  secondFactorNeeded?: boolean;
};
export type Role = 'rider' | 'driver' | 'operator';

const KEY = 'lastmile.session';
const DEVICES_KEY = 'lastmile.devices';
/** Renewed this long before it expires. */
const MARGIN_MS = 30_000;
const listeners = new Set<() => void>();
/** An access token that the server has refused before it expired. */
let refused: string | undefined;
let cached: { text: string | null; value: Signed | undefined } = { text: null, value: undefined };

addEventListener('storage', (event) => {
  if (event.key === KEY || event.key === null) tell();
});

/** The signed-in person, or undefined. Returns the same object until something changes. */
export function currentSession(): Signed | undefined {
  const text = localStorage.getItem(KEY);
  if (text !== cached.text) cached = { text, value: text ? (JSON.parse(text) as Signed) : undefined };
  return cached.value;
}

/** The signed-in person's id; empty when nobody is. */
export const ownId = (): string => currentSession()?.user.userId ?? '';

export function useSession(): Signed | undefined {
  return useSyncExternalStore(onSessionChange, currentSession);
}

export function hasRole(signed: Signed | undefined, role: Role): boolean {
  if (role === 'operator' && signed?.secondFactorNeeded) return false;
  return signed?.user.roles.some((each) => each === role) ?? false;
}

/** Stores the session, or the changed data of the person. */
export function keepSession(signed: Signed | undefined): void {
  if (signed) localStorage.setItem(KEY, JSON.stringify(signed));
  else localStorage.removeItem(KEY);
  tell();
}

/**
 * The server has refused the current access token, because a role or the session was revoked: the next use requests
 * another one.
 */
export function distrustToken(): void {
  refused = currentSession()?.session.accessToken;
}

/** Gets a new token immediately, because its roles have changed. Rejects with ApiProblem when that fails. */
export async function renewSession(): Promise<void> {
  distrustToken();
  await currentToken();
}

/**
 * Deletes the session in this browser immediately, and the stored positions of the car. The server ends the session
 * when it can be reached.
 */
export async function signOut(): Promise<void> {
  const signed = currentSession();
  for (const key of Object.keys(localStorage)) if (key.startsWith('lastmile.fixes.')) localStorage.removeItem(key);
  keepSession(undefined);
  if (signed) await post('/v1/sessions/logout', { refreshToken: signed.session.refreshToken }).catch(() => undefined);
}

/**
 * A token that is valid for a while; undefined when nobody is signed in, or not any more. Rejects with ApiProblem when
 * it cannot be renewed now.
 */
export async function currentToken(): Promise<string | undefined> {
  const signed = currentSession();
  if (!signed || isFresh(signed)) return signed?.session.accessToken;
  // One tab renews; the others wait for the lock and then find the new token.
  return navigator.locks.request('lastmile.refresh', async () => {
    const latest = currentSession();
    if (!latest || isFresh(latest)) return latest?.session.accessToken;
    return renew(latest);
  });
}

/**
 * A token of this device, kept after sign-out and sent with the next sign-in, so that wrong passwords from other
 * devices do not count against this device. One for each e-mail address.
 */
export function deviceTokenOf(email: string): string {
  return devices()[email.trim().toLowerCase()] ?? '';
}

/** The device token of the signed-in person: sent whenever their password or a code is required again. */
export const ownDeviceToken = (): string => deviceTokenOf(currentSession()?.user.email ?? '');

/** Stores the token that the server returned at sign-in. */
export function keepDeviceToken(email: string, token: string | undefined): void {
  if (token) localStorage.setItem(DEVICES_KEY, JSON.stringify({ ...devices(), [email.trim().toLowerCase()]: token }));
}

const devices = (): Record<string, string> =>
  JSON.parse(localStorage.getItem(DEVICES_KEY) ?? '{}') as Record<string, string>;

async function renew({ session: { refreshToken } }: Signed): Promise<string | undefined> {
  const response = await post('/v1/sessions/refresh', { refreshToken });
  if (response.ok) {
    const signed = (await response.json()) as Signed;
    keepSession(signed);
    return signed.session.accessToken;
  }
  if (response.status !== 401) throw problemOf(response.status, await response.json().catch(() => undefined));
  keepSession(undefined);
  return undefined;
}

async function post(path: string, body: object): Promise<Response> {
  try {
    const headers = { 'content-type': 'application/json' };
    return await fetch(path, { method: 'POST', headers, body: JSON.stringify(body) });
  } catch {
    throw new ApiProblem({ status: 0, reason: 'OFFLINE', detail: 'The network does not answer.' });
  }
}

const isFresh = ({ session }: Signed): boolean =>
  session.accessToken !== refused && Date.parse(session.expireTime) - Date.now() > MARGIN_MS;

/**
 * Calls `listener` whenever somebody signs in or out, or the stored session changes. Returns a function that stops
 * this.
 */
export function onSessionChange(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

function tell(): void {
  for (const listener of listeners) listener();
}
