// The ways out of the house that the environment configures. Their libraries are loaded only where they are needed.
import type { Mailer } from '@lastmile/mail';
import type { ReaderRepository } from '../reader.repository.js';
import { Channels, type Channel } from './channel.js';
import { expoConfig, webPushConfig } from './delivery.config.js';
import { MailChannel } from './mail.channel.js';

/** Rejects with ConfigError. */
export async function configuredChannels(mailer: Mailer, readers: ReaderRepository): Promise<Channels> {
  const channels: Channel[] = [];
  const webPush = webPushConfig();
  if (webPush) channels.push(new (await import('./web-push.channel.js')).WebPushChannel(webPush));
  const expo = expoConfig();
  if (expo) channels.push(new (await import('./expo.channel.js')).ExpoChannel(expo));
  if (mailer.isOn) channels.push(new MailChannel(mailer, readers));
  return new Channels(channels);
}
