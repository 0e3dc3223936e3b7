// The log of operators' actions. Entries are only added and read: the database does not let this role change them.
// People are stored as hashes; as long as an account exists, its hash can be resolved.
import { Injectable } from '@nestjs/common';
import { Database } from '@lastmile/postgres';
import { personHash } from '@lastmile/privacy';

export interface NewAuditEntry {
  /** The event's id, so that a repeated event makes one entry. */
  readonly entryId: string;
  readonly time: Date;
  readonly actorHash: string;
  readonly action: string;
  readonly subjectKind: string;
  /** The hash, if the subject is a person. */
  readonly subject: string;
  readonly service: string;
  readonly requestId: string;
  readonly refusal: string;
}

/** Ids and addresses are empty for people whose accounts are erased. */
export interface AuditEntry extends Omit<NewAuditEntry, 'actorHash' | 'subject'> {
  readonly actorId: string;
  readonly actorEmail: string;
  readonly subjectId: string;
  readonly subjectEmail: string;
}

/** Missing and empty values do not filter. */
export interface AuditFilter {
  readonly actorId: string;
  readonly subjectId: string;
  readonly action: string;
  readonly fromTime?: Date;
  readonly toTime?: Date;
}

@Injectable()
export class AuditLogRepository {
  constructor(private readonly database: Database) {}

  async add(entry: NewAuditEntry): Promise<void> {
    await this.database.query(
      `INSERT INTO audit.entries
         (entry_id, time, actor_hash, action, subject_kind, subject, service, request_id, refusal)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT DO NOTHING`,
      [
        entry.entryId,
        entry.time,
        entry.actorHash,
        entry.action,
        entry.subjectKind,
        entry.subject,
        entry.service,
        entry.requestId,
        entry.refusal,
      ],
    );
  }

  /** Newest first. */
  async list(filter: AuditFilter, limit: number, after?: { time: Date; id: string }): Promise<AuditEntry[]> {
    const values: unknown[] = [limit];
    const value = (given: unknown): string => `$${values.push(given)}`;
    const conditions = ['true'];
    if (filter.actorId) conditions.push(`actor_hash = ${value(personHash(filter.actorId))}`);
    if (filter.subjectId) {
      conditions.push(`subject = ANY (${value([filter.subjectId, personHash(filter.subjectId)])})`);
    }
    if (filter.action) conditions.push(`action = ${value(filter.action)}`);
    if (filter.fromTime) conditions.push(`time >= ${value(filter.fromTime)}`);
    if (filter.toTime) conditions.push(`time < ${value(filter.toTime)}`);
    if (after) conditions.push(`(time, entry_id) < (${value(after.time)}, ${value(after.id)}::uuid)`);
    return this.database.many<AuditEntry & Record<string, unknown>>(
      `SELECT entry_id AS "entryId", time, action, subject_kind AS "subjectKind", service,
         request_id AS "requestId", refusal,
         coalesce(actor.user_id::text, '') AS "actorId", coalesce(actor.email, '') AS "actorEmail",
         CASE subject_kind WHEN 'user' THEN coalesce(person.user_id::text, '') ELSE subject END AS "subjectId",
         coalesce(person.email, '') AS "subjectEmail"
       FROM (SELECT * FROM audit.entries WHERE ${conditions.join(' AND ')} ORDER BY time DESC, entry_id DESC LIMIT $1) AS e
       LEFT JOIN users AS actor ON person_hash(actor.user_id) = actor_hash
       LEFT JOIN users AS person ON subject_kind = 'user' AND person_hash(person.user_id) = subject
       ORDER BY time DESC, entry_id DESC`,
      values,
    );
  }
}
