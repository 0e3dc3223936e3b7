// Records who did what to whom, in the transaction of the action: as an event to the service that keeps the log.
//
// People are recorded as a hash of their id, made here, so that neither the queue nor the log names anybody whose
// account is erased. As long as an account exists, operators can see whose hash it is.
import { AsyncLocalStorage } from 'node:async_hooks';
import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { Caller } from '@lastmile/auth';
import { Clock } from '@lastmile/config';
import { OperatorActed } from '@lastmile/contracts';
import { isDomainError } from '@lastmile/errors';
import { EventBus, type NewEvent } from '@lastmile/events';
import { callContext } from '@lastmile/grpc';
import { Database } from '@lastmile/postgres';

type Transaction = Parameters<EventBus['publish']>[0];

export interface Action {
  /** The name of the RPC. */
  readonly name: string;
  /** `user` when the subject is a person. */
  readonly subjectKind: string;
  readonly subjectId: string;
  /** Also recorded when the actor is not an operator: what people do with their own data. */
  readonly byAnybody?: boolean;
  /** Default: the caller. */
  readonly actorId?: string;
}

interface Running {
  readonly action: Action;
  readonly caller: Caller;
  isWritten: boolean;
}

@Injectable()
export class AuditTrail {
  private readonly running = new AsyncLocalStorage<Running>();

  constructor(
    private readonly database: Database,
    private readonly events: EventBus,
    private readonly clock: Clock,
  ) {
    database.observe({
      done: (tx) => this.record(tx),
      repeated: () => void (this.running.getStore() && (this.running.getStore()!.isWritten = true)),
    });
  }

  /**
   * Runs an action. A command with a request id is recorded automatically, together with its changes; other
   * transactions call `record`; an action without a transaction is recorded right after it. A refusal is recorded, too,
   * and thrown. Nothing is recorded when the actor is not an operator.
   */
  async act<T>(action: Action, fn: () => Promise<T>): Promise<T> {
    const caller = callContext()?.caller;
    if (!caller || !(action.byAnybody || caller.roles.includes('operator'))) return fn();
    const running: Running = { action, caller, isWritten: false };
    return this.running.run(running, async () => {
      try {
        const result = await fn();
        if (!running.isWritten) await this.database.transaction((tx) => this.record(tx));
        return result;
      } catch (error) {
        if (isDomainError(error)) await this.database.transaction((tx) => this.record(tx, error.reason));
        throw error;
      }
    });
  }

  /** Part of the transaction of the action; does nothing outside of `act`. */
  async record(tx: Transaction, refusal = ''): Promise<void> {
    const running = this.running.getStore();
    if (!running) return;
    const { action, caller } = running;
    const actorId = action.actorId ?? caller.userId;
    const event = operatorActed(this.database.service, action, actorId, this.clock.now(), refusal);
    await this.events.publish(tx, event);
    running.isWritten = true;
  }
}

/** The event that becomes an entry of the log. */
export function operatorActed(service: string, action: Action, actorId: string, time: Date, refusal = ''): NewEvent {
  const data = OperatorActed.toJSON({
    actorHash: personHash(actorId),
    action: action.name,
    subjectKind: action.subjectKind,
    subject: action.subjectKind === 'user' ? personHash(action.subjectId) : action.subjectId,
    service,
    requestId: callContext()?.requestId ?? '',
    refusal,
  });
  return { type: `${service}.operator_acted`, aggregateId: action.name, version: 1, time, data };
}

/** SHA-256 in hex. Ids are random, so they cannot be found by trying. */
export const personHash = (userId: string): string => createHash('sha256').update(userId).digest('hex');
