// Wiring of the notification service.
import { Module } from '@nestjs/common';
import { EventsModule } from '@lastmile/events';
import { configuredMailer, Mailer } from '@lastmile/mail';
import { PostgresModule } from '@lastmile/postgres';
import { PrivacyController, privacyProviders } from '@lastmile/privacy';
import { BroadcastJobs } from './broadcast/broadcast.jobs.js';
import { BroadcastQueue } from './broadcast/broadcast.queue.js';
import { BroadcastService } from './broadcast/broadcast.service.js';
import { BroadcastRepository } from './broadcast/broadcast.repository.js';
import { ClusterJobs } from './cluster/cluster.jobs.js';
import { ClusterQueue } from './cluster/cluster.queue.js';
import { clusterAccess } from './cluster/cluster.config.js';
import { ClusterRepository } from './cluster/cluster.repository.js';
import { ClusterService } from './cluster/cluster.service.js';
import { ClusterMonitorService } from './cluster/cluster-monitor.service.js';
import { Channels } from './delivery/channel.js';
import { configuredChannels } from './delivery/configured-channels.js';
import { DeliveryJobs } from './delivery/delivery.jobs.js';
import { DeliveryService } from './delivery/delivery.service.js';
import { DELIVERY_QUEUES, DeliveryQueue } from './delivery/delivery.queue.js';
import { DeadJobsRepository } from './dead-jobs/dead-jobs.repository.js';
import { DeadJobsService } from './dead-jobs/dead-jobs.service.js';
import { DeviceRepository } from './devices/device.repository.js';
import { InboxFeed } from './inbox/inbox.feed.js';
import { InboxListener } from './inbox/inbox.listener.js';
import { NotificationConfig } from './notification.config.js';
import { NotificationController } from './notification.controller.js';
import { NotificationRepository } from './inbox/notification.repository.js';
import { NotificationService } from './notification.service.js';
import { ReaderRepository } from './inbox/reader.repository.js';
import { NotificationPersonalData } from './privacy/personal-data.repository.js';

/** One job writes, one sends. */
const BROADCAST_JOBS = 2;

@Module({
  imports: [
    PostgresModule.forService('notification'),
    // Even when all deliveries wait for devices, three workers are left to write inboxes.
    EventsModule.forService('notification', { concurrency: DELIVERY_QUEUES + BROADCAST_JOBS + 3 }),
  ],
  controllers: [NotificationController, PrivacyController],
  providers: [
    ...privacyProviders(NotificationPersonalData),
    NotificationService,
    NotificationRepository,
    ReaderRepository,
    BroadcastRepository,
    BroadcastJobs,
    BroadcastQueue,
    BroadcastService,
    DeviceRepository,
    DeadJobsRepository,
    DeadJobsService,
    DeliveryQueue,
    DeliveryJobs,
    DeliveryService,
    InboxFeed,
    InboxListener,
    ClusterRepository,
    ClusterService,
    ClusterJobs,
    ClusterQueue,
    {
      provide: ClusterMonitorService,
      inject: [ClusterRepository],
      useFactory: (records: ClusterRepository) => new ClusterMonitorService(records, clusterAccess()),
    },
    { provide: Mailer, useFactory: configuredMailer },
    { provide: NotificationConfig, useFactory: () => new NotificationConfig() },
    {
      provide: Channels,
      inject: [NotificationConfig, Mailer, ReaderRepository],
      useFactory: (config: NotificationConfig, mailer: Mailer, readers: ReaderRepository) =>
        configuredChannels(config, mailer, (userId) => readers.get(userId)),
    },
  ],
})
export class NotificationModule {}
