// One person's REST client: signs in, renews its token, and repeats a request with the same key while the platform is away.
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Session } from './api.types.js';

/** The platform refused a request; `reason` is the domain's. */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  constructor(
    readonly status: number,
    readonly reason: string,
    message: string,
  ) {
    super(message);
  }
}

type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
const AWAY = new Set([429, 502, 503, 504]);
const TIMEOUT_MS = 60_000;

/** A client for one account. */
export class Api {
  private session?: Session;

  constructor(
    readonly baseUrl: string,
    private readonly signal: AbortSignal,
  ) {}

  /** Signs up, or in when the account exists (data kept from an earlier run). */
  async signIn(email: string, password: string, displayName: string, roles: string[]): Promise<void> {
    try {
      const body = { email, password, displayName, roles };
      this.session = (await this.send<{ session: Session }>('POST', '/v1/users', body, randomUUID())).session;
    } catch (error) {
      if (!(error instanceof ApiError) || error.reason !== 'EMAIL_TAKEN') throw error;
      await this.logIn(email, password);
    }
  }

  /** `code`: of the account's second factor; without one it is refused with SECOND_FACTOR_REQUIRED where there is one. */
  async logIn(email: string, password: string, code?: string): Promise<void> {
    this.session = (await this.send<{ session: Session }>('POST', '/v1/sessions', { email, password, code })).session;
  }

  /** The access token, renewed when it has less than a minute left. */
  async token(): Promise<string> {
    if (!this.session) throw new Error('not signed in');
    if (Date.parse(this.session.expireTime) - Date.now() < 60_000) {
      const body = { refreshToken: this.session.refreshToken };
      this.session = (await this.send<{ session: Session }>('POST', '/v1/sessions/refresh', body)).session;
    }
    return this.session.accessToken;
  }

  async get<T>(path: string): Promise<T> {
    return this.send<T>('GET', path, undefined, undefined, await this.token());
  }

  /** A mutation: one key for all its tries, so that it happens once. */
  async post<T>(path: string, body: object = {}): Promise<T> {
    return this.send<T>('POST', path, body, randomUUID(), await this.token());
  }

  async put<T>(path: string, body: object): Promise<T> {
    return this.send<T>('PUT', path, body, randomUUID(), await this.token());
  }

  async delete(path: string, body?: object): Promise<void> {
    await this.send('DELETE', path, body, randomUUID(), await this.token());
  }

  private async send<T>(method: Method, path: string, body?: object, key?: string, token?: string): Promise<T> {
    const deadline = Date.now() + TIMEOUT_MS;
    for (let wait = 100; ; wait = Math.min(wait * 2, 2_000)) {
      try {
        return await this.once<T>(method, path, body, key, token);
      } catch (error) {
        this.signal.throwIfAborted();
        const away = !(error instanceof ApiError) || AWAY.has(error.status);
        if (!away || Date.now() > deadline) throw error;
        await sleep(wait, undefined, { signal: this.signal });
      }
    }
  }

  private async once<T>(method: Method, path: string, body?: object, key?: string, token?: string): Promise<T> {
    const response = await fetch(this.baseUrl + path, {
      method,
      headers: {
        ...(body && { 'content-type': 'application/json' }),
        ...(key && { 'idempotency-key': key }),
        ...(token && { authorization: `Bearer ${token}` }),
      },
      body: body && JSON.stringify(body),
      signal: AbortSignal.any([this.signal, AbortSignal.timeout(10_000)]),
    });
    const text = await response.text();
    const answer = (text ? JSON.parse(text) : undefined) as T;
    if (response.ok) return answer;
    const problem = answer as { reason?: string; detail?: string } | undefined;
    const detail = problem?.detail ?? response.statusText;
    throw new ApiError(response.status, problem?.reason ?? '', `${method} ${path}: ${response.status} ${detail}`);
  }
}
