// The channels that the environment configures: browsers, phones, mail. Their libraries are loaded only where they are needed.
import type { Mailer } from '@lastmile/mail';
import type { ReaderRepository } from '../reader.repository.js';
import { Channels, type Channel } from './channel.js';
import type { NotificationConfig } from '../notification.config.js';
import { MailChannel } from './mail.channel.js';

export async function configuredChannels(
  { webPush, expo }: NotificationConfig,
  mailer: Mailer,
  readers: ReaderRepository,
): Promise<Channels> {
  const channels: Channel[] = [];
  if (webPush) channels.push(new (await import('./web-push.channel.js')).WebPushChannel(webPush));
  if (expo) channels.push(new (await import('./expo.channel.js')).ExpoChannel(expo));
  if (mailer.isOn) channels.push(new MailChannel(mailer, readers));
  return new Channels(channels);
}
