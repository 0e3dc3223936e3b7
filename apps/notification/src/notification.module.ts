// Wiring of the notification service.
import { Module } from '@nestjs/common';
import { EventsModule } from '@lastmile/events';
import { configuredMailer, Mailer } from '@lastmile/mail';
import { PostgresModule } from '@lastmile/postgres';
import { PrivacyController, privacyProviders } from '@lastmile/privacy';
import { BroadcastHandlers } from './broadcast/broadcast.handlers.js';
import { BroadcastRepository } from './broadcast/broadcast.repository.js';
import { ClusterAlertHandlers } from './cluster/cluster-alerts.handlers.js';
import { clusterAccess } from './cluster/cluster.config.js';
import { ClusterRepository } from './cluster/cluster.repository.js';
import { ClusterService } from './cluster/cluster.service.js';
import { ClusterMonitor } from './cluster/cluster-monitor.js';
import { Channels } from './delivery/channel.js';
import { configuredChannels } from './delivery/configured-channels.js';
import { DeliveryHandlers } from './delivery/delivery.handlers.js';
import { DELIVERY_QUEUES, DeliveryQueue } from './delivery/delivery-queue.repository.js';
import { DeadJobsRepository } from './dead-jobs.repository.js';
import { DeadJobsMonitor } from './dead-jobs.monitor.js';
import { DeviceRepository } from './device.repository.js';
import { InboxFeed } from './inbox.feed.js';
import { InboxListener } from './inbox.listener.js';
import { NotificationConfig } from './notification.config.js';
import { NotificationController } from './notification.controller.js';
import { NotificationRepository } from './notification.repository.js';
import { NotificationService } from './notification.service.js';
import { ReaderRepository } from './reader.repository.js';
import { ErasureListener } from './privacy/erasure.listener.js';
import { NotificationPersonalData } from './privacy/personal-data.repository.js';

/** One writes, one sends. */
const BROADCAST_JOBS = 2;

@Module({
  imports: [
    PostgresModule.forService('notification'),
    // Whatever devices keep waiting, as many workers as elsewhere are left to write inboxes.
    EventsModule.forService('notification', { concurrency: DELIVERY_QUEUES + BROADCAST_JOBS + 3 }),
  ],
  controllers: [NotificationController, PrivacyController],
  providers: [
    ...privacyProviders(NotificationPersonalData),
    ErasureListener,
    NotificationService,
    NotificationRepository,
    ReaderRepository,
    BroadcastRepository,
    BroadcastHandlers,
    DeviceRepository,
    DeadJobsRepository,
    DeadJobsMonitor,
    DeliveryQueue,
    DeliveryHandlers,
    InboxFeed,
    InboxListener,
    ClusterRepository,
    ClusterService,
    ClusterAlertHandlers,
    {
      provide: ClusterMonitor,
      inject: [ClusterRepository],
      useFactory: (records: ClusterRepository) => new ClusterMonitor(records, clusterAccess()),
    },
    { provide: Mailer, useFactory: configuredMailer },
    { provide: NotificationConfig, useFactory: () => new NotificationConfig() },
    { provide: Channels, inject: [NotificationConfig, Mailer, ReaderRepository], useFactory: configuredChannels },
  ],
})
export class NotificationModule {}
