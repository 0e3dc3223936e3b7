// Listens for operators' actions in every service that offers some. Events may come twice.
import { Injectable } from '@nestjs/common';
import { OperatorActed } from '@lastmile/contracts';
import { OnEvents, type EventEnvelope } from '@lastmile/events';
import { AuditLogService } from './audit-log.service.js';

@Injectable()
export class AuditListener {
  constructor(private readonly log: AuditLogService) {}

  @OnEvents(
    [
      'user.operator_acted',
      'driver.operator_acted',
      'rider.operator_acted',
      'station.operator_acted',
      'trip.operator_acted',
      'location.operator_acted',
      'notification.operator_acted',
    ],
    OperatorActed,
  )
  add(message: OperatorActed, { id: entryId, time }: EventEnvelope): Promise<void> {
    return this.log.add({ ...message, entryId, time });
  }
}
