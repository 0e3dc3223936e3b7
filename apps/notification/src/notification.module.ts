// Wiring of the notification service.
import { Module } from '@nestjs/common';
import { EventsModule } from '@lastmile/events';
import { PostgresModule } from '@lastmile/postgres';
import { DeviceRepository } from './device.repository.js';
import { InboxListener } from './inbox-listener.repository.js';
import { RideEventHandlers, TripEventHandlers, UserEventHandlers } from './inbox.handlers.js';
import { MailOff, Mailer } from './mail/mailer.js';
import { PasswordResetMail } from './mail/password-reset.mail.js';
import { SmtpMailer } from './mail/smtp.mailer.js';
import { mailConfig } from './notification.config.js';
import { NotificationController } from './notification.controller.js';
import { NotificationRepository } from './notification.repository.js';
import { NotificationService } from './notification.service.js';

@Module({
  imports: [PostgresModule.forService('notification'), EventsModule.forService('notification')],
  controllers: [NotificationController],
  providers: [
    NotificationService,
    NotificationRepository,
    DeviceRepository,
    InboxListener,
    UserEventHandlers,
    TripEventHandlers,
    RideEventHandlers,
    PasswordResetMail,
    { provide: Mailer, useFactory: mailer },
  ],
})
export class NotificationModule {}

function mailer(): Mailer {
  const config = mailConfig();
  return config ? new SmtpMailer(config) : new MailOff();
}
