// The events that a client may send over its socket: one event, one call, one acknowledgement. Defined as data, like
// the REST operations.
import type { Identity } from '@lastmile/auth';
import { requestId } from '@lastmile/ids';
import { z } from 'zod';
import type { Clients } from '../gateway.client.js';
import type { Access } from '../http/operation.js';
import type { FixRelay } from '../location/fix-relay.js';
import { pointsAnswer, pointsInput } from '../schemas/driver.schema.js';
import { sequence } from '../schemas/inbox.schema.js';
import { ride } from '../schemas/ride.schema.js';
import { trip } from '../schemas/trip.schema.js';
import { position } from '../schemas/fields.schema.js';
import { carOfTrip, seenLocation } from './seen-car.js';
import type { TripRooms } from './trip-rooms.js';
import type { WatchedAreas } from './watched-areas.js';

/** What the handler of an event may use. */
export interface SocketContext {
  readonly clients: Clients;
  readonly caller: Identity;
  readonly fixes: FixRelay;
  readonly rooms: TripRooms;
  readonly areas: WatchedAreas;
  /** Restarts the replay from a number. */
  resume(after: number): void;
}

export interface SocketEvent {
  readonly name: string;
  readonly access: Access;
  readonly payload: z.ZodType;
  readonly answer: z.ZodType;
  handle(payload: never, context: SocketContext): Promise<unknown>;
}

const event = <P extends z.ZodType>(
  declared: Omit<SocketEvent, 'payload' | 'handle'> & {
    payload: P;
    handle(payload: z.output<P>, context: SocketContext): Promise<unknown>;
  },
): SocketEvent => declared as unknown as SocketEvent;

const tripId = z.string().min(1).max(250);
const rideId = z.string().min(1).max(250);

export const socketEvents: readonly SocketEvent[] = [
  event({
    name: 'position',
    access: ['driver'],
    payload: pointsInput,
    answer: pointsAnswer,
    handle: ({ points }, { caller, fixes }) => fixes.send(caller.userId, points),
  }),
  event({
    name: 'offer:accept',
    access: ['driver'],
    payload: z.strictObject({ tripId, requestId }),
    answer: trip,
    handle: async (command, { clients }) => (await clients.trips.acceptTrip(command)).trip,
  }),
  event({
    name: 'offer:decline',
    access: ['driver'],
    payload: z.strictObject({ tripId, requestId, reason: z.string().max(200).default('') }),
    answer: trip,
    handle: async (command, { clients }) => (await clients.trips.declineTrip(command)).trip,
  }),
  event({
    name: 'ride:status',
    access: ['rider', 'operator'],
    payload: z.strictObject({ rideId }),
    answer: ride,
    handle: async (asked, { clients }) => (await clients.riders.getRideStatus(asked)).ride,
  }),
  event({
    name: 'trip:join',
    access: 'signed-in',
    payload: z.strictObject({ tripId }),
    answer: z.object({ trip, location: seenLocation.optional() }),
    handle: async (room, { rooms }) => {
      const { trip, location } = await rooms.join(room.tripId);
      return { trip, location: location && carOfTrip(room.tripId, location) };
    },
  }),
  event({
    name: 'trip:leave',
    access: 'signed-in',
    payload: z.strictObject({ tripId }),
    answer: z.object({}),
    handle: async (room, { rooms }) => {
      rooms.leave(room.tripId);
      return {};
    },
  }),
  event({
    name: 'area:join',
    access: ['operator'],
    payload: z.strictObject({ center: position, radiusMeters: z.number().min(1).max(20_000) }),
    answer: z.object({ areaId: z.string() }),
    handle: async ({ center, radiusMeters }, { areas }) => ({ areaId: areas.join(center, radiusMeters) }),
  }),
  event({
    name: 'area:leave',
    access: ['operator'],
    payload: z.strictObject({ areaId: z.string().min(1).max(250) }),
    answer: z.object({}),
    handle: async ({ areaId }, { areas }) => {
      areas.leave(areaId);
      return {};
    },
  }),
  event({
    name: 'notifications:resume',
    access: 'signed-in',
    payload: z.strictObject({ after: sequence }),
    answer: z.object({ lastSequence: z.int() }),
    handle: async ({ after }, { clients, resume }) => {
      const { lastSequence } = await clients.notifications.listNotifications({ afterSequence: after, pageSize: 1 });
      resume(after);
      return { lastSequence };
    },
  }),
  event({
    name: 'notifications:read',
    access: 'signed-in',
    payload: z.strictObject({ upToSequence: sequence }),
    answer: z.object({ unreadCount: z.int() }),
    handle: (read, { clients }) => clients.notifications.markNotificationsRead(read),
  }),
];
