// Boots the notification service: everybody's inbox, and what is sent to devices.
import 'reflect-metadata';
import { PrivacyServiceService, NotificationServiceService } from '@lastmile/contracts';
import { bootstrap, serve } from '@lastmile/grpc';
import { NotificationConfig } from './notification.config.js';
import { NotificationModule } from './notification.module.js';

await bootstrap('notification', (logger) => {
  const { port, drainSeconds } = new NotificationConfig();
  return serve({
    service: 'notification',
    definitions: [NotificationServiceService, PrivacyServiceService],
    module: NotificationModule,
    port,
    drainSeconds,
    logger,
  });
});
