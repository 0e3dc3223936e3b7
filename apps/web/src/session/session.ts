// Who is signed in, in every tab of this browser.
//
// Tokens live in localStorage: an app that is opened while a car waits must not ask for a password. A script that got into the page
// could read them, which the content security policy (scripts of our own origin only) keeps out; the access token lives for
// minutes, and a refresh token works once.
import { useSyncExternalStore } from 'react';
import type { components } from '../api/schema';
import { ApiProblem, problemOf } from '../api/problem';

type Signed = {
  user: components['schemas']['User'];
  session: components['schemas']['Session'];
  /** Not an operator yet, until a second factor is turned on. Absent in what was stored before there was one. */
  secondFactorNeeded?: boolean;
};
export type Role = 'rider' | 'driver' | 'operator';

const KEY = 'lastmile.session';
const DEVICES_KEY = 'lastmile.devices';
/** Renewed this long before it ends. */
const MARGIN_MS = 30_000;
const listeners = new Set<() => void>();
/** An access token that the server does not take any more, although it has time left. */
let refused: string | undefined;
let cached: { text: string | null; value: Signed | undefined } = { text: null, value: undefined };

addEventListener('storage', (event) => {
  if (event.key === KEY || event.key === null) tell();
});

/** The signed-in person, or undefined. The same object until something changes. */
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

/** Signs in, or replaces what is known of the person. */
export function keepSession(signed: Signed | undefined): void {
  if (signed) localStorage.setItem(KEY, JSON.stringify(signed));
  else localStorage.removeItem(KEY);
  tell();
}

/** The server refused the present access token, as a role or the session was taken away: the next use asks for another. */
export function distrustToken(): void {
  refused = currentSession()?.session.accessToken;
}

/** A new token at once, as what it may do has changed. Rejects with ApiProblem when it cannot be had now. */
export async function renewSession(): Promise<void> {
  distrustToken();
  await currentToken();
}

/** Forgets the session here at once, and where this car was; the server forgets the session when it can be reached. */
export async function signOut(): Promise<void> {
  const signed = currentSession();
  for (const key of Object.keys(localStorage)) if (key.startsWith('lastmile.fixes.')) localStorage.removeItem(key);
  keepSession(undefined);
  if (signed) await post('/v1/sessions/logout', { refreshToken: signed.session.refreshToken }).catch(() => undefined);
}

/**
 * A token that is good for a while yet; undefined when nobody is signed in, or not any more.
 * Rejects with ApiProblem when it cannot be renewed now.
 */
export async function currentToken(): Promise<string | undefined> {
  const signed = currentSession();
  if (!signed || isFresh(signed)) return signed?.session.accessToken;
  // One tab renews; the others find the new token when it is their turn.
  return navigator.locks.request('lastmile.refresh', async () => {
    const latest = currentSession();
    if (!latest || isFresh(latest)) return latest?.session.accessToken;
    return renew(latest);
  });
}

/**
 * A token of this device, kept after signing out: sent with the next sign-in, so that wrong passwords which others
 * try elsewhere do not count against this device. One for each address.
 */
export function deviceTokenOf(email: string): string {
  return devices()[email.trim().toLowerCase()] ?? '';
}

/** The one of whoever is signed in here: sent wherever their password or a code is asked for again. */
export const ownDeviceToken = (): string => deviceTokenOf(currentSession()?.user.email ?? '');

/** As the server gave it at a sign-in. */
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

/** Calls back whenever somebody signs in or out or what is known of them changes. Returns what ends it. */
export function onSessionChange(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

function tell(): void {
  for (const listener of listeners) listener();
}
