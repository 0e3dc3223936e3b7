// An error response of the API, as RFC 9457 problem details.

export interface Problem {
  /** HTTP status; 0 when there was no response. */
  readonly status: number;
  /** The reason, for programs. */
  readonly reason: string;
  readonly detail: string;
  readonly metadata?: Readonly<Record<string, string>>;
}

export class ApiProblem extends Error implements Problem {
  readonly status: number;
  readonly reason: string;
  readonly detail: string;
  readonly metadata: Readonly<Record<string, string>>;

  constructor({ status, reason, detail, metadata = {} }: Problem) {
    super(detail);
    this.name = 'ApiProblem';
    this.status = status;
    this.reason = reason;
    this.detail = detail;
    this.metadata = metadata;
  }

  /** How many seconds to wait before the next attempt; 0 when the platform does not say. */
  get retryAfterSeconds(): number {
    return Number(this.metadata['retry_after_seconds'] ?? 0) || 0;
  }

  /** Whether a retry of the same request may succeed. */
  get isPassing(): boolean {
    return this.status === 0 || this.status === 429 || this.status >= 500;
  }
}

/** Converts any error response of a server or a proxy. @param retryAfter the header, in seconds */
export function problemOf(status: number, body: unknown, retryAfter?: string | null): ApiProblem {
  const { reason, detail, metadata } = (typeof body === 'object' && body ? body : {}) as Partial<Problem>;
  return new ApiProblem({
    status,
    reason: reason ?? 'UNKNOWN',
    detail: detail ?? `HTTP ${status}`,
    metadata: { ...(retryAfter && { retry_after_seconds: retryAfter }), ...metadata },
  });
}
