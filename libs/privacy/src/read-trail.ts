// Records which operator has read what about whom, before the response is sent: if it cannot be recorded, the read
// fails.
//
// Screens of operators reload every few seconds, so reading the same person is recorded once per quarter of an hour.
// The entry's id is made from operator, RPC, person and quarter, so that several replicas add the same entry.
import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Clock } from '@lastmile/config';
import { EventBus } from '@lastmile/events';
import { callContext } from '@lastmile/grpc';
import { Database } from '@lastmile/postgres';
import { LRUCache } from 'lru-cache';
import { operatorActed, type Action } from './audit-trail.js';

const QUARTER_MS = 15 * 60_000;
const REMEMBERED = 10_000;

/** A person, or a list of many people. */
export type ReadSubject = { readonly userId: string } | { readonly list: string };

@Injectable()
export class ReadTrail {
  /** Ids of entries published by this process: a repeat needs no statement. */
  private readonly told = new LRUCache<string, true>({ max: REMEMBERED });

  constructor(
    private readonly database: Database,
    private readonly events: EventBus,
    private readonly clock: Clock,
  ) {}

  /**
   * Nothing is recorded when the caller is not an operator, or when operators read their own data.
   *
   * @param name of the RPC
   * @throws DomainError unavailable when it cannot be recorded
   */
  async note(name: string, ...subjects: readonly ReadSubject[]): Promise<void> {
    const caller = callContext()?.caller;
    if (!caller?.roles.includes('operator')) return;
    const others = subjects.filter((subject) => !('userId' in subject) || subject.userId !== caller.userId);
    const fresh = others
      .map((subject) => this.entry(name, subject, caller.userId))
      .filter(({ id }) => !this.told.has(id));
    if (fresh.length === 0) return;
    await this.database.transaction((tx) => this.events.publish(tx, ...fresh));
    for (const { id } of fresh) this.told.set(id, true);
  }

  private entry(name: string, subject: ReadSubject, actorId: string) {
    const action: Action =
      'userId' in subject
        ? { name, subjectKind: 'user', subjectId: subject.userId }
        : { name, subjectKind: subject.list, subjectId: '' };
    const { service } = this.database;
    // In real time, because operators work in real time, independent of the speed of the domain's clock.
    const quarter = Math.floor(Date.now() / QUARTER_MS);
    const id = uuidOf([service, name, action.subjectKind, action.subjectId, actorId, String(quarter)]);
    return { ...operatorActed(service, action, actorId, this.clock.now()), id };
  }
}

/** The same id for the same parts: RFC 9562's version 8, from SHA-256. */
function uuidOf(parts: readonly string[]): string {
  const bytes = createHash('sha256').update(JSON.stringify(parts)).digest().subarray(0, 16);
  bytes[6] = (bytes[6]! & 0x0f) | 0x80;
  bytes[8] = (bytes[8]! & 0x3f) | 0x80;
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
}
