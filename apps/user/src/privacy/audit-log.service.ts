// The log of operators' actions: filled by events, read by operators.
import { Injectable } from '@nestjs/common';
import { AuditLogRepository, type AuditEntry, type AuditFilter, type NewAuditEntry } from './audit-log.repository.js';

@Injectable()
export class AuditLogService {
  constructor(private readonly log: AuditLogRepository) {}

  /** Adding an entry twice has no further effect. */
  add(entry: NewAuditEntry): Promise<void> {
    return this.log.add(entry);
  }

  /** Newest first, after `after`. */
  list(filter: AuditFilter, limit: number, after?: { time: Date; id: string }): Promise<AuditEntry[]> {
    return this.log.list(filter, limit, after);
  }
}
