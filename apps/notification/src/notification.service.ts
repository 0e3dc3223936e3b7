// Use cases of inboxes for people and services.
import { Injectable } from '@nestjs/common';
import type { Caller } from '@lastmile/auth';
import { Clock } from '@lastmile/config';
import { failedPrecondition, invalidArgument, notFound } from '@lastmile/errors';
import type { ClusterEvent } from './cluster/cluster.types.js';
import { Channels } from './delivery/channel.js';
import { DeviceRepository } from './devices/device.repository.js';
import type { DeadJobs } from './dead-jobs/dead-jobs.repository.js';
import type { Device, DeviceKind } from './devices/device.types.js';
import { InboxFeed } from './inbox/inbox.feed.js';
import { InboxStream } from './inbox/inbox-stream.js';
import { messageFor } from './messages.js';
import { notificationsFor, peopleIn, withoutErased } from './inbox/notification.core.js';
import { NotificationRepository } from './inbox/notification.repository.js';
import type { Happened, Notification, Page, Reader } from './notification.types.js';
import { ReaderRepository } from './inbox/reader.repository.js';

/** The event, and the version of the object it is about. */
export interface EventKey {
  readonly id: string;
  readonly aggregateId: string;
  readonly version: number;
}

export interface DirectMessage {
  readonly requestId: string;
  readonly userId: string;
  readonly kind: string;
  readonly title: string;
  readonly body: string;
  readonly data: Readonly<Record<string, string>>;
}

@Injectable()
export class NotificationService {
  constructor(
    private readonly inboxes: NotificationRepository,
    private readonly readers: ReaderRepository,
    private readonly devices: DeviceRepository,
    private readonly channels: Channels,
    private readonly feed: InboxFeed,
    private readonly clock: Clock,
  ) {}

  /**
   * Notifies everybody concerned, each in their language. A repeated event notifies nobody; an event older than a known
   * state notifies only those who have not been told the newer state.
   */
  async tell({ id, aggregateId, version }: EventKey, event: Happened): Promise<void> {
    const entries = notificationsFor(event, this.clock.now()).map((draft) => ({
      userId: draft.userId,
      about: peopleIn(draft),
      state: { aggregateId, version },
      compose: (language: string, erased: ReadonlySet<string>) => {
        const { userId, kind, audience, params, data } = withoutErased(draft, erased);
        return { userId, kind, ...messageFor(language, `${kind}.${audience}`, params), data, createTime: event.time };
      },
    }));
    await this.inboxes.deliver(id, entries);
  }

  /** Notifies every operator; a repeat notifies nobody. */
  async alert({ eventId, kind, service, pod, facts }: ClusterEvent): Promise<void> {
    const data = { service, ...(pod && { pod }), ...facts };
    await this.tellOperators(eventId, `cluster.${kind}`, { service, pod, ...facts }, data);
  }

  /** Notifies every operator of jobs that have failed permanently, at most once per hour and task. */
  async alertOfDeadJobs({ task, jobs, newestTime }: DeadJobs): Promise<void> {
    const facts = { task, jobs: String(jobs), service: task.split(/[:#/]/)[0]! };
    const hour = newestTime.toISOString().slice(0, 'yyyy-mm-ddThh'.length);
    await this.tellOperators(`dead-jobs:${task}:${hour}`, 'platform.jobs_failed', facts, facts);
  }

  private async tellOperators(
    eventId: string,
    kind: string,
    params: Readonly<Record<string, string>>,
    data: Readonly<Record<string, string>>,
  ): Promise<void> {
    const createTime = this.clock.now();
    const entries = (await this.readers.operators()).map((userId) => ({
      userId,
      about: [],
      compose: (language: string) => ({
        userId,
        kind,
        ...messageFor(language, `${kind}.operator`, params),
        data,
        createTime,
      }),
    }));
    await this.inboxes.deliver(eventId, entries);
  }

  async setReader(userId: string, reader: Reader, userVersion: number): Promise<void> {
    await this.readers.set(userId, reader, userVersion, this.clock.now());
  }

  async send(caller: Caller, { requestId, ...message }: DirectMessage): Promise<Notification> {
    const key = { callerId: caller.userId, requestId, command: 'SendNotification' };
    return this.inboxes.send(key, { ...message, createTime: this.clock.now() });
  }

  async list(userId: string, afterSequence: number, limit: number): Promise<Page> {
    return this.inboxes.page({ userId, afterSequence }, limit);
  }

  async markRead(userId: string, upToSequence: number): Promise<number> {
    return this.inboxes.markRead(userId, upToSequence, this.clock.now());
  }

  /** Throws failed_precondition DEVICE_KIND_OFF, and invalid_argument for a token that is not of this kind. */
  async registerDevice(userId: string, kind: DeviceKind, token: string): Promise<Device> {
    const channel = this.channels.of(kind);
    if (!channel) throw failedPrecondition('DEVICE_KIND_OFF', `${kind} is not configured here`);
    const accepted = channel.accept(token, userId);
    if (accepted === undefined) throw invalidArgument('token', 'is no token of this kind');
    return this.devices.register({ userId, kind, token: accepted }, this.clock.now());
  }

  async listDevices(userId: string): Promise<Device[]> {
    return this.devices.list(userId);
  }

  /** Throws not_found when the person does not have such a device. */
  async unregisterDevice(userId: string, deviceId: string): Promise<void> {
    if (!(await this.devices.remove(deviceId, userId))) throw notFound('device', deviceId);
  }

  /** The kinds of devices that can be registered here. */
  deviceOptions(): { kinds: DeviceKind[]; webPushPublicKey?: string } {
    const { kinds } = this.channels;
    return { kinds, webPushPublicKey: this.channels.of('web_push')?.publicKey };
  }

  /** A stream that delivers from its `run` to its `close`. `write` resolves when there is room for the next entry. */
  stream(write: (notification: Notification) => Promise<void>): InboxStream {
    return new InboxStream({
      read: (cursors, limit) => this.inboxes.readAfter(cursors, limit),
      follow: (stream) => this.feed.follow(stream),
      write,
    });
  }
}
