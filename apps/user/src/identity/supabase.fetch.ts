// HTTP to Supabase that fails once and soon. Its client retries refreshes for up to 30 s when it sees a network error or a
// gateway's 502 to 504; our callers wait 5 s and retry themselves, so such failures are dressed as a plain 500.

const TIMEOUT_MS = 4000;
const GATEWAY_ERRORS_FROM = 502;

/** `fetch` with a deadline of 4 s; answers 500 `identity_unreachable` instead of throwing. */
export async function patientOnce(input: string | URL | Request, init?: RequestInit): Promise<Response> {
  try {
    const signal = AbortSignal.any([AbortSignal.timeout(TIMEOUT_MS), ...(init?.signal ? [init.signal] : [])]);
    const response = await fetch(input, { ...init, signal });
    if (response.status < GATEWAY_ERRORS_FROM) return response;
    await response.body?.cancel();
    return unreachable(`HTTP ${response.status}`);
  } catch (error) {
    return unreachable(error instanceof Error ? error.message : 'no answer');
  }
}

const unreachable = (msg: string): Response =>
  Response.json({ code: 500, error_code: 'identity_unreachable', msg }, { status: 500 });
