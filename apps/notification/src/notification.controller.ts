// NotificationService over gRPC: parse, call, format.
import { once } from 'node:events';
import type { Metadata, ServerDuplexStream } from '@grpc/grpc-js';
import {
  NotificationServiceService,
  type BroadcastUpdateRequest,
  type BroadcastUpdateResponse,
  type GetBroadcastRequest,
  type GetBroadcastResponse,
  type GetDeviceOptionsResponse,
  type GetReplicaHistoryRequest,
  type GetReplicaHistoryResponse,
  type ListClusterEventsRequest,
  type ListClusterEventsResponse,
  type ListDevicesRequest,
  type ListDevicesResponse,
  type ListNotificationsRequest,
  type ListNotificationsResponse,
  type MarkNotificationsReadRequest,
  type MarkNotificationsReadResponse,
  type RegisterDeviceRequest,
  type RegisterDeviceResponse,
  type SendNotificationRequest,
  type SendNotificationResponse,
  type StreamNotificationsRequest,
  type StreamNotificationsResponse,
  type UnregisterDeviceRequest,
  type UnregisterDeviceResponse,
} from '@lastmile/contracts';
import {
  AllowRoles,
  callerOf,
  decodePageToken,
  pageOf,
  parse,
  requireSelf,
  RpcController,
  SignedIn,
  type RpcHandlers,
} from '@lastmile/grpc';
import { AuditTrail } from '@lastmile/privacy';
import { BroadcastService } from './broadcast/broadcast.service.js';
import { ClusterService } from './cluster/cluster.service.js';
import * as clusterRequests from './cluster/cluster.requests.js';
import * as cluster from './cluster/cluster.wire.js';
import type { InboxStream } from './inbox/inbox-stream.js';
import { NotificationService } from './notification.service.js';
import * as requests from './notification.requests.js';
import * as wire from './notification.wire.js';

type StreamCall = ServerDuplexStream<StreamNotificationsRequest, StreamNotificationsResponse>;

@RpcController(NotificationServiceService)
export class NotificationController implements RpcHandlers<typeof NotificationServiceService> {
  constructor(
    private readonly notifications: NotificationService,
    private readonly broadcasts: BroadcastService,
    private readonly clusters: ClusterService,
    private readonly audit: AuditTrail,
  ) {}

  @AllowRoles('operator')
  async sendNotification(request: SendNotificationRequest, metadata: Metadata): Promise<SendNotificationResponse> {
    const caller = callerOf(metadata);
    const message = parse(requests.sendNotificationRequest, request);
    const action = { name: 'SendNotification', subjectKind: 'user', subjectId: message.userId };
    const sent = await this.audit.act(action, () => this.notifications.send(caller, message));
    return { notification: wire.toWireNotification(sent) };
  }

  @AllowRoles('operator')
  async broadcastUpdate(request: BroadcastUpdateRequest, metadata: Metadata): Promise<BroadcastUpdateResponse> {
    const caller = callerOf(metadata);
    const announcement = parse(requests.broadcastUpdateRequest, request);
    const [only, more] = announcement.userIds;
    const toOne = only !== undefined && more === undefined;
    const subject = toOne ? { subjectKind: 'user', subjectId: only } : { subjectKind: 'inboxes', subjectId: '' };
    const broadcast = await this.audit.act({ name: 'BroadcastUpdate', ...subject }, () =>
      this.broadcasts.accept(caller, announcement),
    );
    return { recipientCount: 0, broadcast };
  }

  @AllowRoles('operator')
  async getBroadcast(request: GetBroadcastRequest): Promise<GetBroadcastResponse> {
    const { broadcastId } = parse(requests.getBroadcastRequest, request);
    return { broadcast: await this.broadcasts.get(broadcastId) };
  }

  /** Ends when the client ends its side, and fails when a request is refused. */
  @SignedIn()
  async streamNotifications(call: StreamCall, metadata: Metadata): Promise<void> {
    const gone = new AbortController();
    const stream = this.notifications.stream(async (notification) => {
      const hasRoom = call.write({ notification: wire.toWireNotification(notification) });
      // A disconnected client never drains; the stream is closed then and writes nothing more.
      if (!hasRoom) await once(call, 'drain', { signal: gone.signal }).catch(() => undefined);
    });
    const delivering = stream.run();
    try {
      await Promise.race([delivering, follow(call, metadata, stream)]);
    } finally {
      stream.close();
      gone.abort();
    }
    await delivering;
  }

  @SignedIn()
  async listNotifications(request: ListNotificationsRequest, metadata: Metadata): Promise<ListNotificationsResponse> {
    const { userId } = parse(requests.personRequest, callerOf(metadata));
    const { afterSequence, pageSize } = parse(requests.listNotificationsRequest, request);
    const page = await this.notifications.list(userId, afterSequence, pageSize);
    return { ...page, notifications: page.notifications.map(wire.toWireNotification) };
  }

  @SignedIn()
  async markNotificationsRead(
    request: MarkNotificationsReadRequest,
    metadata: Metadata,
  ): Promise<MarkNotificationsReadResponse> {
    const { userId } = parse(requests.personRequest, callerOf(metadata));
    const { upToSequence } = parse(requests.markNotificationsReadRequest, request);
    return { unreadCount: await this.notifications.markRead(userId, upToSequence) };
  }

  @SignedIn()
  async registerDevice(request: RegisterDeviceRequest, metadata: Metadata): Promise<RegisterDeviceResponse> {
    const { userId } = parse(requests.personRequest, callerOf(metadata));
    const { kind, token } = parse(requests.registerDeviceRequest, request);
    return { device: wire.toWireDevice(await this.notifications.registerDevice(userId, kind, token)) };
  }

  @SignedIn()
  async listDevices(_request: ListDevicesRequest, metadata: Metadata): Promise<ListDevicesResponse> {
    const { userId } = parse(requests.personRequest, callerOf(metadata));
    return { devices: (await this.notifications.listDevices(userId)).map(wire.toWireDevice) };
  }

  @SignedIn()
  async unregisterDevice(request: UnregisterDeviceRequest, metadata: Metadata): Promise<UnregisterDeviceResponse> {
    const { userId } = parse(requests.personRequest, callerOf(metadata));
    await this.notifications.unregisterDevice(userId, parse(requests.unregisterDeviceRequest, request).deviceId);
    return {};
  }

  @SignedIn()
  async getDeviceOptions(): Promise<GetDeviceOptionsResponse> {
    const { kinds, webPushPublicKey = '' } = this.notifications.deviceOptions();
    return { kinds: kinds.map(wire.toWireKind), webPushPublicKey };
  }

  @AllowRoles('operator')
  async listClusterEvents(request: ListClusterEventsRequest): Promise<ListClusterEventsResponse> {
    const { service, pageSize, pageToken } = parse(clusterRequests.listClusterEventsRequest, request);
    const after = decodePageToken(clusterRequests.eventPosition, pageToken);
    const found = await this.clusters.events(service || undefined, pageSize + 1, after);
    const { items, nextPageToken } = pageOf(found, pageSize, ({ time, eventId: id }) => ({ time, id }));
    return { events: items.map(cluster.toWireEvent), nextPageToken };
  }

  @AllowRoles('operator')
  async getReplicaHistory(request: GetReplicaHistoryRequest): Promise<GetReplicaHistoryResponse> {
    const { fromTime } = parse(clusterRequests.getReplicaHistoryRequest, request);
    return cluster.toWireHistory(await this.clusters.replicas(fromTime));
  }
}

/** Handles the client's requests until it sends no more. */
async function follow(call: StreamCall, metadata: Metadata, stream: InboxStream): Promise<void> {
  const caller = callerOf(metadata);
  for await (const message of call as AsyncIterable<StreamNotificationsRequest>) {
    const { add, removeUserIds } = parse(requests.streamNotificationsRequest, message);
    for (const { userId } of add) requireSelf(caller, userId);
    for (const userId of removeUserIds) stream.remove(userId);
    for (const cursor of add) stream.add(cursor);
  }
}
