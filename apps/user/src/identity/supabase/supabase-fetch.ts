// HTTP to Supabase that fails once and soon. Supabase's client retries refreshes for up to 30 s after network errors
// and status 500 or higher. Our callers wait 5 s and retry themselves, so such failures are turned into status 424,
// which is not retried.

const TIMEOUT_MS = 4000;
const SERVER_ERRORS_FROM = 500;
const FAILED_DEPENDENCY = 424;

/** `fetch` with a timeout of 4 s; returns 424 `identity_unreachable` instead of throwing. */
export async function fetchWithTimeout(input: string | URL | Request, init?: RequestInit): Promise<Response> {
  try {
    const signal = AbortSignal.any([AbortSignal.timeout(TIMEOUT_MS), ...(init?.signal ? [init.signal] : [])]);
    const response = await fetch(input, { ...init, signal });
    if (response.status < SERVER_ERRORS_FROM) return response;
    await response.body?.cancel();
    return unreachable(`HTTP ${response.status}`);
  } catch (error) {
    return unreachable(error instanceof Error ? error.message : 'no answer');
  }
}

const unreachable = (msg: string): Response =>
  Response.json({ code: FAILED_DEPENDENCY, error_code: 'identity_unreachable', msg }, { status: FAILED_DEPENDENCY });
