// Hears of what operators did, from every service that lets them do something. All may come twice.
import { Injectable } from '@nestjs/common';
import { OperatorActed } from '@lastmile/contracts';
import { OnEvent, type EventEnvelope } from '@lastmile/events';
import { AuditLogService } from './audit-log.service.js';

@Injectable()
export class AuditListener {
  constructor(private readonly log: AuditLogService) {}

  @OnEvent('user.operator_acted', OperatorActed)
  user(message: OperatorActed, event: EventEnvelope): Promise<void> {
    return this.add(message, event);
  }

  @OnEvent('driver.operator_acted', OperatorActed)
  driver(message: OperatorActed, event: EventEnvelope): Promise<void> {
    return this.add(message, event);
  }

  @OnEvent('rider.operator_acted', OperatorActed)
  rider(message: OperatorActed, event: EventEnvelope): Promise<void> {
    return this.add(message, event);
  }

  @OnEvent('station.operator_acted', OperatorActed)
  station(message: OperatorActed, event: EventEnvelope): Promise<void> {
    return this.add(message, event);
  }

  @OnEvent('trip.operator_acted', OperatorActed)
  trip(message: OperatorActed, event: EventEnvelope): Promise<void> {
    return this.add(message, event);
  }

  @OnEvent('location.operator_acted', OperatorActed)
  location(message: OperatorActed, event: EventEnvelope): Promise<void> {
    return this.add(message, event);
  }

  @OnEvent('notification.operator_acted', OperatorActed)
  notification(message: OperatorActed, event: EventEnvelope): Promise<void> {
    return this.add(message, event);
  }

  private add(message: OperatorActed, { id: entryId, time }: EventEnvelope): Promise<void> {
    return this.log.add({ ...message, entryId, time });
  }
}
