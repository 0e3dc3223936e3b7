// Sockets: authenticated at the handshake, then they send notifications and car positions and receive events. No client
// input may end more than the client's own socket.
import { randomUUID } from 'node:crypto';
import type { Server as NodeServer } from 'node:http';
import { Injectable, Logger } from '@nestjs/common';
import type { Identity } from '@lastmile/auth';
import type { Trip } from '@lastmile/contracts';
import { DomainError } from '@lastmile/errors';
import { runAs } from '@lastmile/grpc';
import { Server, type Socket } from 'socket.io';
import { z } from 'zod';
import { Clients } from '../gateway.client.js';
import { GatewayConfig } from '../gateway.config.js';
import { Authorizer } from '../http/authorizer.js';
import { Revocations } from '../http/revocations.js';
import { invalid, problemOf } from '../http/problem.js';
import { notification, sequence } from '../schemas/inbox.schema.js';
import { tripStatus } from '../schemas/trip.schema.js';
import { MESSAGES_PER_SECOND, SocketLimits } from '../limits/socket-limits.js';
import { FixRelay } from '../location/fix-relay.js';
import { CarStream } from './car-stream.js';
import { InboxStream } from './inbox-stream.js';
import { carInArea, carOfTrip } from './seen-car.js';
import { readShared, SharedView, type SharedCar } from './shared-view.js';
import { socketEvents, type SocketContext } from './socket-events.js';
import type { TokenBucket } from './token-bucket.js';
import { followToken } from './token-life.js';
import { TripRooms } from './trip-rooms.js';
import { WatchedAreas } from './watched-areas.js';

const handshake = z.object({ token: z.string().max(8_192), after: sequence.optional() });
const shareHandshake = z.object({ share: z.string().min(1).max(100) });
const MESSAGE_LIMIT_BYTES = 128 * 1024;
const MOST_SIGN_INS = 5;
/**
 * Messages that may be queued for a slow client. Beyond that it is disconnected, and reconnects with the last number it
 * received.
 */
const MOST_WAITING = 2_000;
/** Reasons for which an open socket is ended. */
const ENDING_REASONS: ReadonlySet<string> = new Set(['SESSION_REVOKED', 'TOKEN_EXPIRED', 'TOKEN_INVALID']);
const byName = new Map(socketEvents.map((each) => [each.name, each]));

interface SocketData {
  readonly identity: Identity;
  readonly after: number;
}

/** Data of a socket that was opened with a share link. */
interface ViewerData {
  readonly token: string;
  readonly sharedTrip: Trip;
}

@Injectable()
export class LiveServer {
  private readonly logger = new Logger(LiveServer.name);
  /** Sign-in attempts by connection. */
  private readonly attempts = new WeakMap<object, number>();
  private io?: Server;

  constructor(
    private readonly clients: Clients,
    private readonly authorizer: Authorizer,
    private readonly inboxes: InboxStream,
    private readonly cars: CarStream,
    private readonly fixes: FixRelay,
    private readonly limits: SocketLimits,
    private readonly config: GatewayConfig,
    private readonly revocations: Revocations,
  ) {}

  attach(server: NodeServer): void {
    const origin = [...this.config.corsOrigins];
    this.io = new Server(server, {
      transports: ['websocket'],
      serveClient: false,
      perMessageDeflate: false,
      // With this, both sides notice a dead connection within 15 s instead of 45 s.
      pingInterval: 10_000,
      pingTimeout: 5_000,
      maxHttpBufferSize: MESSAGE_LIMIT_BYTES,
      // For clients that connect and do not sign in.
      connectTimeout: 10_000,
      allowRequest: this.limits.allow,
      ...(origin.length > 0 && { cors: { origin } }),
    });
    this.io.engine.on('connection', (connection: Socket['conn']) => {
      if (!this.limits.enterAddress(connection)) connection.close(true);
    });
    this.io.use((socket, next) => {
      // Each attempt costs a signature check and a call, so a connection that retries again and again is closed.
      const attempts = (this.attempts.get(socket.conn) ?? 0) + 1;
      this.attempts.set(socket.conn, attempts);
      if (attempts > MOST_SIGN_INS) return socket.conn.close(true);
      this.signIn(socket).then(
        () => next(),
        (error: unknown) => {
          const problem = problemOf(error);
          next(Object.assign(new Error(problem.detail), { data: problem }));
        },
      );
    });
    this.io.on('connection', (socket: Socket<never, never, never, SocketData | ViewerData>) =>
      'sharedTrip' in socket.data ? this.show(socket, socket.data) : this.serve(socket),
    );
    this.revocations.onAdded(() => this.endRevoked());
  }

  /** Disconnects all clients, which then reconnect to another replica. */
  async close(): Promise<void> {
    this.inboxes.close();
    this.cars.close();
    await this.io?.close();
  }

  /** Sockets live longer than requests: disconnects those whose session has been revoked. */
  private endRevoked(): void {
    for (const socket of this.io?.sockets.sockets.values() ?? []) {
      const { identity } = socket.data as Partial<SocketData>;
      if (identity && this.revocations.isRevoked(identity)) endSession(socket);
    }
  }

  private async signIn(socket: Socket): Promise<void> {
    const shared = shareHandshake.safeParse(socket.handshake.auth);
    if (shared.success) {
      await this.limits.takeFromStranger(socket.request);
      const token = shared.data.share;
      socket.data = { token, sharedTrip: await readShared(this.clients, token) } satisfies ViewerData;
      return;
    }
    const parsed = handshake.safeParse(socket.handshake.auth);
    const identity = await this.authorizer
      .identify(parsed.success ? parsed.data.token : undefined)
      .catch(async (error: unknown) => {
        await this.limits.takeFromStranger(socket.request);
        throw error;
      });
    if (!parsed.success) throw invalid('auth', parsed.error);
    await this.limits.enterAccount(socket.conn, identity.userId);
    socket.data = { identity, after: parsed.data.after ?? (await this.lastSequenceOf(identity)) } satisfies SocketData;
  }

  /** Where a client starts if it does not say what it has seen: only new entries. */
  private async lastSequenceOf(caller: Identity): Promise<number> {
    const asked = { afterSequence: Number.MAX_SAFE_INTEGER, pageSize: 1 };
    return (await this.clients.notifications.listNotifications(asked, { caller })).lastSequence;
  }

  private serve(socket: Socket): void {
    const { identity, after } = socket.data as SocketData;
    const rooms = new TripRooms(this.clients, this.cars, identity, {
      moved: ({ tripId }, location) => {
        socket.volatile.emit('location', { tripId, ...carOfTrip(tripId, location) });
      },
      ended: ({ tripId, status }) => socket.emit('trip:ended', { tripId, status: tripStatus.output.parse(status) }),
    });
    const areas = new WatchedAreas(this.cars, {
      changed: (change) => {
        if (socket.conn['writeBuffer'].length >= MOST_WAITING) return this.disconnectAtOnce(socket);
        const car = carInArea(change);
        if (car) socket.emit('area:driver', car);
        else socket.emit('area:gone', { areaId: change.areaId, driverId: change.driverId });
      },
      reset: (areaId) => socket.emit('area:reset', { areaId }),
    });
    const inbox = this.inboxes.follow(identity.userId, after, (entry) => {
      if (socket.conn['writeBuffer'].length >= MOST_WAITING) return this.disconnectAtOnce(socket);
      socket.emit('notification', notification.parse(entry));
      const tripId = entry.data.trip_id;
      if (tripId) void rooms.check(tripId);
    });
    const resume = (from: number) => inbox.resume(from);
    const context = { clients: this.clients, caller: identity, fixes: this.fixes, rooms, areas, resume };
    const bucket = this.limits.messagesOf(identity.userId);
    const stopFollowing = followToken(
      identity.expiresAt,
      () => this.authorizer.stillCounts(identity),
      () => endSession(socket),
    );
    socket.onAny((name: string, ...args: unknown[]) => void this.hear(socket, context, bucket, name, args));
    socket.on('error', (error) => this.logger.warn({ err: error }, 'socket error'));
    socket.on('disconnect', () => {
      stopFollowing();
      inbox.stop();
      rooms.close();
      areas.close();
    });
  }

  /** Shows one trip. The client may not send anything: its first message ends the socket. */
  private show(socket: Socket, { token, sharedTrip }: ViewerData): void {
    const end = () => {
      socket.emit('trip:ended', {});
      socket.disconnect(true);
    };
    const moved = (car: SharedCar) => void socket.volatile.emit('location', car);
    let view: SharedView;
    try {
      view = new SharedView(this.clients, this.cars, token, sharedTrip, { moved, ended: end });
    } catch (error) {
      // The limit of watched cars is reached. Logged here, because no caller above could respond.
      this.logger.warn({ err: error }, 'no room for a shared view');
      return void socket.disconnect(true);
    }
    socket.onAny(() => socket.disconnect(true));
    socket.on('disconnect', () => view.close());
    // The trip may have ended since the handshake.
    void view.check();
  }

  /** Disconnects without waiting until the client has read what is queued. */
  private disconnectAtOnce(socket: Socket): void {
    this.logger.log({ reason: 'SOCKET_TOO_SLOW' }, 'socket closed');
    socket.conn.close(true);
  }

  private async hear(
    socket: Socket,
    context: SocketContext,
    bucket: TokenBucket,
    name: string,
    args: unknown[],
  ): Promise<void> {
    const last = args.at(-1);
    const ack = typeof last === 'function' ? (last as (answer: object) => void) : () => undefined;
    const requestId = randomUUID();
    try {
      if (!bucket.take(Date.now())) {
        throw new DomainError(
          'resource_exhausted',
          'TOO_MANY_MESSAGES',
          `at most ${MESSAGES_PER_SECOND} messages a second`,
        );
      }
      await this.authorizer.stillCounts(context.caller);
      ack({ ok: true, result: await this.handle(context, name, args[0], requestId) });
    } catch (error) {
      const problem = problemOf(error, requestId);
      if (problem.status === 500) this.logger.error({ err: error, event: name, request_id: requestId }, 'event failed');
      ack({ ok: false, error: problem });
      if (problem.reason === 'TOO_MANY_MESSAGES') socket.disconnect(true);
      if (ENDING_REASONS.has(problem.reason)) endSession(socket);
    }
  }

  private async handle(context: SocketContext, name: string, payload: unknown, requestId: string): Promise<unknown> {
    const event = byName.get(name);
    if (!event) throw new DomainError('invalid_argument', 'UNKNOWN_EVENT', `unknown event ${name.slice(0, 60)}`);
    this.authorizer.require(context.caller, event.access);
    const parsed = event.payload.safeParse(payload);
    if (!parsed.success) throw invalid(name, parsed.error);
    return event.answer.parse(
      await runAs(context.caller, () => event.handle(parsed.data as never, context), requestId),
    );
  }
}

/** The client reconnects with a new token if it can still get one. */
function endSession(socket: Socket): void {
  socket.emit('session_expired', {});
  socket.disconnect(true);
}
