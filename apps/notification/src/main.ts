// The notification service: everybody's inbox, and the mails that leave the house.
import 'reflect-metadata';
import { loadConfig } from '@lastmile/config';
import { PrivacyServiceService, NotificationServiceService } from '@lastmile/contracts';
import { bootstrap, serve, serverKeys } from '@lastmile/grpc';
import { NotificationModule } from './notification.module.js';

await bootstrap('notification', (logger) =>
  serve({
    service: 'notification',
    definitions: [NotificationServiceService, PrivacyServiceService],
    module: NotificationModule,
    port: loadConfig(serverKeys(50058)).GRPC_PORT,
    logger,
  }),
);
