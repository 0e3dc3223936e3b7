// One call on the server, from the first byte to its status: its context, its one log line, the conversion of errors.
import { randomUUID } from 'node:crypto';
import { status as Code, type Metadata, type StatusObject } from '@grpc/grpc-js';
import type { Caller } from '@lastmile/auth';
import { isDomainError, unauthenticated } from '@lastmile/errors';
import type { Logger } from '@lastmile/telemetry';
import type { Admission, Admitted } from './admission.js';
import type { CallContext } from './call-context.js';
import { requestIdOf } from './metadata.js';

import { toStatus } from './status.js';

/** What the four kinds of grpc-js server calls have in common. */
export interface ServerCall {
  readonly metadata: Metadata;
  readonly cancelled: boolean;
  /** Only for calls with a single request. */
  readonly request?: unknown;
  getDeadline(): Date | number;
}

/** The maximum of `setTimeout`: 24 days. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

export class RpcScope {
  readonly context: CallContext & { caller?: Caller };
  private readonly started = performance.now();
  private finished = false;
  private service?: string;
  private expiry?: NodeJS.Timeout;
  private stopFollowing?: () => void;

  constructor(
    private readonly logger: Logger,
    private readonly path: string,
    private readonly call: ServerCall,
  ) {
    const deadline = Number(call.getDeadline());
    this.context = {
      requestId: requestIdOf(call.metadata) ?? randomUUID(),
      ...(Number.isFinite(deadline) ? { deadline } : {}),
    };
  }

  /**
   * Authenticates the caller before the handler runs, and puts the caller into the context. Throws what `Admission`
   * throws. `onEnd`, for streams, is called when the person's access token expires or is revoked.
   */
  async admit(admission: Admission, onEnd?: (error: unknown) => void): Promise<void> {
    // For cached tokens there is no promise.
    const answer = admission.admit(this.path, this.call.metadata);
    const admitted: Admitted = answer instanceof Promise ? await answer : answer;
    this.context.caller = admitted.caller;
    this.service = admitted.service;
    if (!onEnd || !admitted.person || this.finished) return;
    this.endAt(admitted.person.expiresAt, onEnd);
    this.stopFollowing = admission.onRevoked(admitted.person, onEnd);
  }

  get isFinished(): boolean {
    return this.finished;
  }

  /** The call was answered. Has no effect on a call that is already finished. */
  succeed(): void {
    if (this.finish()) this.logger.info(this.line(Code.OK), 'rpc');
  }

  /** The client disconnected before there was an answer. */
  cancel(): void {
    if (this.finish()) this.logger.info(this.line(Code.CANCELLED), 'rpc');
  }

  /** The call failed with `error`: logs it, with its causes if it is our bug, and returns the status to send. */
  fail(error: unknown): StatusObject {
    const answer = toStatus(error);
    if (this.call.cancelled) this.cancel();
    else if (this.finish()) {
      const line = this.line(answer.code);
      if (answer.code === Code.INTERNAL) this.logger.error({ ...line, err: error }, 'rpc');
      else if (answer.code === Code.UNAVAILABLE) this.logger.warn({ ...line, err: error }, 'rpc');
      else this.logger.info({ ...line, reason: isDomainError(error) ? error.reason : undefined }, 'rpc');
    }
    return answer;
  }

  private endAt(time: Date, onEnd: (error: unknown) => void): void {
    const expire = () => onEnd(unauthenticated('TOKEN_EXPIRED', 'the access token has expired'));
    this.expiry = setTimeout(expire, Math.min(time.getTime() - Date.now(), LONGEST_TIMER_MS)).unref();
  }

  private finish(): boolean {
    const first = !this.finished;
    this.finished = true;
    clearTimeout(this.expiry);
    this.stopFollowing?.();
    return first;
  }

  private line(code: Code): Record<string, unknown> {
    const { caller, requestId } = this.context;
    return {
      method: this.path.slice(1),
      code: Code[code],
      ms: Math.round((performance.now() - this.started) * 10) / 10,
      request_id: requestId,
      user_id: caller?.userId,
      caller_service: this.service,
      ...idsOf(this.call.request),
    };
  }
}

/** The ids at the top level of a request; nothing else of a request is logged. */
function idsOf(request: unknown): { ids?: Record<string, string> } {
  if (typeof request !== 'object' || request === null) return {};
  const ids: Record<string, string> = {};
  for (const [key, value] of Object.entries(request)) {
    if ((key === 'id' || key.endsWith('Id')) && typeof value === 'string' && value) ids[key] = value.slice(0, 128);
  }
  return Object.keys(ids).length > 0 ? { ids } : {};
}
