// The channels that the environment configures: browsers, phones, mail. Their libraries are loaded only when they are
// used.
import type { Mailer } from '@lastmile/mail';
import type { Reader } from '../notification.types.js';
import { Channels, type Channel } from './channel.js';
import type { NotificationConfig } from '../notification.config.js';
import { MailClient } from './mail.client.js';

export async function configuredChannels(
  { webPush, expo }: NotificationConfig,
  mailer: Mailer,
  readerOf: (userId: string) => Promise<Reader>,
): Promise<Channels> {
  const channels: Channel[] = [];
  if (webPush) channels.push(new (await import('./web-push.client.js')).WebPushClient(webPush));
  if (expo) channels.push(new (await import('./expo.client.js')).ExpoClient(expo));
  if (mailer.isOn) channels.push(new MailClient(mailer, readerOf));
  return new Channels(channels);
}
