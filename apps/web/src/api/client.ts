// The gateway's REST API, typed by its OpenAPI document. Requests carry the session's token, which is renewed before it
// expires.
import createClient, { type Middleware } from 'openapi-fetch';
import { currentToken, distrustToken } from '../session/session';
import type { paths } from './schema';
import { ApiProblem, problemOf } from './problem';

export type * from './api.types';

const withToken: Middleware = {
  async onRequest({ request, schemaPath }) {
    if (/^\/v1\/(sessions|password-resets)/.test(schemaPath)) return;
    const token = await currentToken();
    if (token) request.headers.set('authorization', `Bearer ${token}`);
  },
  /**
   * When the token was revoked before it expired, a read is repeated with a new one; a command is not, and the user may
   * tap again.
   */
  async onResponse({ request, response }) {
    if (response.status !== 401 || !request.headers.has('authorization')) return undefined;
    distrustToken();
    const token = await currentToken();
    if (!token || request.method !== 'GET') return undefined;
    const headers = new Headers(request.headers);
    headers.set('authorization', `Bearer ${token}`);
    return fetch(new Request(request.url, { headers }));
  },
};

export const api = createClient<paths>({ baseUrl: '/' });
api.use(withToken);

/** The response body. Rejects with ApiProblem, also without a network. */
export async function answerOf<T>(call: Promise<{ data?: T; error?: unknown; response: Response }>): Promise<T> {
  let result: { data?: T; error?: unknown; response: Response };
  try {
    result = await call;
  } catch (error) {
    if (error instanceof ApiProblem) throw error;
    throw new ApiProblem({ status: 0, reason: 'OFFLINE', detail: 'The network does not answer.' });
  }
  const { ok, status, headers } = result.response;
  if (!ok) throw problemOf(status, result.error, headers.get('retry-after'));
  return result.data as T;
}

/** The headers of a command. Use the same key for retries of the same tap: it is then carried out only once. */
export const keyed = (key: string) => ({ header: { 'Idempotency-Key': key } });
