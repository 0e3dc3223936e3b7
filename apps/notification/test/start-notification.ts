// The notification service on a port of its own, and events as other services tell them.
import { randomUUID } from 'node:crypto';
import {
  PrivacyServiceService,
  NotificationServiceService,
  Actor,
  Role,
  TripEvent,
  TripStatus,
  UserEvent,
  type Notification,
} from '@lastmile/contracts';
import { asService } from '@lastmile/auth';
import { EventBus, ServiceGraph, type NewEvent } from '@lastmile/events';
import { createClient, serve, type RpcClient } from '@lastmile/grpc';
import { APPS_DIRECTORY } from '@lastmile/postgres';
import { createLogger } from '@lastmile/telemetry';
import { waitFor, type TestDatabase } from '@lastmile/testing';
import { NotificationModule } from '../src/notification.module.js';

export const gateway = asService('gateway');

export interface RunningNotificationService {
  readonly client: RpcClient<typeof NotificationServiceService>;
  stop(): Promise<void>;
}

const OWN_KEYS = [
  ...['SMTP_URL', 'MAIL_FROM'],
  'KUBERNETES_SERVICE_HOST',
  ...['VAPID_PRIVATE_KEY', 'VAPID_SUBJECT', 'WEB_PUSH_HOSTS', 'EXPO_ACCESS_TOKEN'],
];

/** Of RFC 8291, appendix A, as the private key below. */
export const VAPID_PUBLIC_KEY =
  'BP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A8';

/** Every kind of device, for tests that send nothing. */
export const EVERY_CHANNEL = {
  SMTP_URL: 'smtp://127.0.0.1:1',
  MAIL_FROM: 'no-reply@lastmile.example',
  VAPID_PRIVATE_KEY: 'yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw',
  VAPID_SUBJECT: 'mailto:ops@lastmile.example',
  EXPO_ACCESS_TOKEN: 'secret',
};

/** The environment is read while the service boots; services started side by side must be given the same. */
export async function startNotification(
  db: TestDatabase,
  env: Record<string, string> = {},
): Promise<RunningNotificationService> {
  for (const key of OWN_KEYS) delete process.env[key];
  Object.assign(process.env, { DATABASE_URL: db.url, LOG_LEVEL: 'silent' }, env);
  const server = await serve({
    service: 'notification',
    definitions: [NotificationServiceService, PrivacyServiceService],
    module: NotificationModule,
    port: 0,
    host: '127.0.0.1',
    drainSeconds: 0,
    logger: createLogger({ service: 'notification', level: 'silent' }),
  });
  const address = `ipv4:127.0.0.1:${server.port}`;
  const client = createClient(NotificationServiceService, { address, service: 'gateway' });
  return {
    client,
    stop: async () => {
      client.close();
      await server.stop();
    },
  };
}

const graph = new ServiceGraph(APPS_DIRECTORY);

/** Tells an event as its service would. */
export async function tell(db: TestDatabase, event: NewEvent): Promise<void> {
  const teller = event.type.split('.')[0]!;
  const bus = new EventBus(teller, graph);
  await db.databaseOf(teller).transaction((tx) => bus.publish(tx, event));
}

export const tripEvent = (riderId: string, driverId: string, type = 'trip.arrived'): NewEvent => {
  const tripId = randomUUID();
  const status = `TRIP_STATUS_${type.split('.')[1]!.toUpperCase()}` as TripStatus;
  const trip = {
    tripId,
    riderId,
    driverId,
    rideId: randomUUID(),
    riderName: 'Ben',
    driverName: 'Ana',
    status,
    pin: 'pin:4711',
    pickup: { position: { latitude: 40.7527, longitude: -73.9772 }, name: 'North exit' },
  };
  const data = TripEvent.toJSON(TripEvent.fromPartial({ trip, actor: Actor.PARTY_DRIVER }));
  return { type, aggregateId: tripId, version: 1, time: new Date('2026-09-23T12:00:00Z'), data };
};

export const userEvent = (
  userId: string,
  language: string,
  version = 1,
  email = '',
  roles = [Role.ROLE_RIDER],
  emailConfirmed = true,
): NewEvent => ({
  type: version === 1 ? 'user.registered' : 'user.profile_updated',
  aggregateId: userId,
  version,
  time: new Date('2026-09-23T12:00:00Z'),
  data: UserEvent.toJSON(UserEvent.fromPartial({ user: { userId, language, version, email, roles, emailConfirmed } })),
});

/** Resolves once the service has worked off all its events; fails after a while when one is being retried. */
export async function handled(db: TestDatabase): Promise<void> {
  await waitFor(
    async () => {
      const [jobs] = await db.admin<{ n: number }>(
        `SELECT count(*)::int AS n FROM events._private_jobs JOIN events._private_tasks t ON t.id = task_id
         WHERE t.identifier LIKE 'notification%' AND t.identifier NOT LIKE '%/retention'`,
      );
      return jobs!.n === 0;
    },
    { what: 'events handled' },
  );
}

/** Lets what failed be tried again without the pause, once it has failed. */
export async function retryNow(db: TestDatabase): Promise<void> {
  const retried = async () =>
    db.admin('UPDATE events._private_jobs SET run_at = now() WHERE attempts > 0 AND locked_at IS NULL RETURNING 1');
  await waitFor(async () => (await retried()).length > 0, { what: 'a failed attempt' });
}

/** A stream as a gateway holds it: entries as they came, per user. */
export function openStream(service: RunningNotificationService, caller = gateway) {
  const call = service.client.stream.streamNotifications({ caller });
  const received: Notification[] = [];
  let failure: unknown;
  call.on('data', ({ notification }: { notification: Notification }) => received.push(notification));
  call.on('error', (error) => (failure = error));
  return {
    call,
    received,
    add: (userId: string, afterSequence = 0) => call.write({ add: [{ userId, afterSequence }], removeUserIds: [] }),
    remove: (userId: string) => call.write({ add: [], removeUserIds: [userId] }),
    of: (userId: string) => received.filter((entry) => entry.userId === userId).map(({ sequence }) => sequence),
    failure: () => waitFor(() => failure),
    close: () => call.cancel(),
  };
}

export const upTo = (last: number, from = 1) => Array.from({ length: last - from + 1 }, (_, i) => from + i);
