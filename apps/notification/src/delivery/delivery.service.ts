// Delivers entries to devices, and deletes devices that no longer exist. A failed delivery is retried by its job with
// backoff; devices show a message only once, even if it is sent twice, because of its number.
import { Injectable, Logger } from '@nestjs/common';
import { Clock } from '@lastmile/config';
import { DeviceRepository } from '../devices/device.repository.js';
import { NotificationRepository } from '../inbox/notification.repository.js';
import { Channels, type Outcome } from './channel.js';
import { expireTimeOf, messageOf } from './delivery.core.js';
import { DeliveryQueue } from './delivery.queue.js';
import type { Delivery, Receipt } from './delivery.types.js';

@Injectable()
export class DeliveryService {
  private readonly logger = new Logger(DeliveryService.name);

  constructor(
    private readonly channels: Channels,
    private readonly devices: DeviceRepository,
    private readonly inboxes: NotificationRepository,
    private readonly queue: DeliveryQueue,
    private readonly clock: Clock,
  ) {}

  /** Delivers one entry to one device. */
  async deliver({ deviceId, userId, sequence }: Delivery): Promise<void> {
    // The device may have been unregistered, or may belong to another person now.
    const device = await this.devices.find(deviceId, userId);
    const channel = device && this.channels.of(device.kind);
    const [entry] = await this.inboxes.readAfter([{ userId, afterSequence: sequence - 1 }], 1);
    if (!channel || !entry || entry.readTime) return;
    const ttlSeconds = this.wallSecondsUntil(expireTimeOf(entry));
    if (ttlSeconds < 1) return;
    const outcome = await channel.send(device.token, messageOf(entry), ttlSeconds);
    await this.conclude({ deviceId, userId }, outcome);
  }

  /** Checks the result of a sent message. */
  async checkReceipt({ deviceId, userId, receiptId }: Receipt): Promise<void> {
    const device = await this.devices.find(deviceId, userId);
    const outcome = device && (await this.channels.of(device.kind)?.outcomeOf?.(receiptId));
    if (outcome) await this.conclude({ deviceId, userId }, outcome);
  }

  private async conclude(device: Omit<Receipt, 'receiptId'>, outcome: Outcome): Promise<void> {
    if (outcome.status === 'gone') {
      await this.devices.remove(device.deviceId, device.userId);
      this.logger.debug({ device_id: device.deviceId }, 'the device is gone and was removed');
    } else if (outcome.receiptId) await this.queue.checkLater({ ...device, receiptId: outcome.receiptId });
  }

  private wallSecondsUntil(time: Date): number {
    const milliseconds = this.clock.wallTimeOf(time).getTime() - this.clock.wallTimeOf(this.clock.now()).getTime();
    return Math.floor(milliseconds / 1_000);
  }
}
