// The log of what operators did: filled by events, read by operators.
import { Injectable } from '@nestjs/common';
import { AuditLogRepository, type AuditEntry, type AuditFilter, type NewAuditEntry } from './audit-log.repository.js';

@Injectable()
export class AuditLogService {
  constructor(private readonly log: AuditLogRepository) {}

  /** Added twice, it is one entry. */
  add(entry: NewAuditEntry): Promise<void> {
    return this.log.add(entry);
  }

  /** Newest first, those after `after`. */
  list(filter: AuditFilter, limit: number, after?: { time: Date; id: string }): Promise<AuditEntry[]> {
    return this.log.list(filter, limit, after);
  }
}
