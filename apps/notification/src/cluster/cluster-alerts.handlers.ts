// Tells operators what the monitor has found. A job may run twice: inboxes remember event ids.
import { Injectable } from '@nestjs/common';
import { OnJob } from '@lastmile/events';
import { NotificationService } from '../notification.service.js';
import { ClusterRepository, TELL_OPERATORS } from './cluster.repository.js';

@Injectable()
export class ClusterAlertHandlers {
  constructor(
    private readonly records: ClusterRepository,
    private readonly notifications: NotificationService,
  ) {}

  @OnJob(TELL_OPERATORS)
  async tellOperators({ eventId }: { readonly eventId: string }): Promise<void> {
    const event = await this.records.event(eventId);
    if (event) await this.notifications.alert(event);
  }
}
