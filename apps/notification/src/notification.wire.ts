// Requests as the contract allows them, answers as it describes them, other services' events as far as people are told.
import {
  DeviceKind as WireDeviceKind,
  Party as WireParty,
  RideStatus,
  TripStatus,
  WaitingReason,
  type Device as WireDevice,
  type DriverEvent,
  type Notification as WireNotification,
  type RideEvent,
  type TripEvent,
} from '@lastmile/contracts';
import { id, optionalText, pageSize, requestId, text, uuid } from '@lastmile/grpc';
import { z } from 'zod';
import type { Device, DeviceKind } from './device.types.js';
import type { Notification, Party, DriverFacts, RideFacts, TripFacts } from './notification.types.js';

const MAX_SEQUENCE = Number.MAX_SAFE_INTEGER;
const sequence = z.number().int('must be a whole number').min(0, 'must not be negative').max(MAX_SEQUENCE);
const title = text(120);
const body = optionalText(1_000);
const userId = uuid('user');

export const sendNotificationRequest = z.object({
  requestId,
  userId,
  kind: id('kind').max(60, 'must have at most 60 characters'),
  title,
  body,
  data: z
    .record(id('data'), optionalText(1_000))
    .refine((data) => Object.keys(data).length <= 20, 'must have at most 20 entries'),
});

export const broadcastUpdateRequest = z.object({
  requestId,
  userIds: z.array(userId).max(10_000),
  title,
  body,
});

export const getBroadcastRequest = z.object({ broadcastId: uuid('broadcast') });

export const streamNotificationsRequest = z.object({
  add: z.array(z.object({ userId, afterSequence: sequence })),
  removeUserIds: z.array(userId),
});

export const personRequest = z.object({ userId });

export const listNotificationsRequest = z.object({
  afterSequence: sequence,
  pageSize,
});

export const markNotificationsReadRequest = z.object({ upToSequence: sequence });

const WIRE_DEVICE: Record<DeviceKind, WireDeviceKind> = {
  web_push: WireDeviceKind.DEVICE_KIND_WEB_PUSH,
  expo: WireDeviceKind.DEVICE_KIND_EXPO,
  email: WireDeviceKind.DEVICE_KIND_EMAIL,
};

/** Whether the token is one of its kind, the kind's channel knows. */
export const registerDeviceRequest = z.object({
  kind: z.enum(WireDeviceKind, 'must be a device kind').transform((wire, context): DeviceKind => {
    const known = (Object.keys(WIRE_DEVICE) as DeviceKind[]).find((kind) => WIRE_DEVICE[kind] === wire);
    if (known) return known;
    context.addIssue({ code: 'custom', message: 'must be a device kind' });
    return z.NEVER;
  }),
  token: optionalText(4_096),
});

export const unregisterDeviceRequest = z.object({ deviceId: uuid('device') });

export const toWireNotification = (notification: Notification): WireNotification => ({
  ...notification,
  data: { ...notification.data },
});

export const toWireDevice = (device: Device): WireDevice => ({ ...device, kind: WIRE_DEVICE[device.kind] });
export const toWireKind = (kind: DeviceKind): WireDeviceKind => WIRE_DEVICE[kind];

const PARTIES: Partial<Record<WireParty, Party>> = {
  [WireParty.PARTY_RIDER]: 'rider',
  [WireParty.PARTY_DRIVER]: 'driver',
  [WireParty.PARTY_OPERATOR]: 'operator',
  [WireParty.PARTY_PLATFORM]: 'platform',
};

/** Throws TypeError for an event without its trip: a bug of the service that published it; retried, and seen in the log. */
export function toTripFacts({ trip }: TripEvent): TripFacts {
  if (!trip) throw new TypeError('a trip event without a trip');
  return {
    tripId: trip.tripId,
    rideId: trip.rideId,
    routeId: trip.routeId,
    stationId: trip.stationId,
    riderId: trip.riderId,
    riderName: trip.riderName,
    driverId: trip.driverId,
    driverName: trip.driverName,
    status: plain(trip.status, TripStatus.TRIP_STATUS_UNSPECIFIED),
    vehicleDescription: trip.vehicleDescription,
    vehiclePlate: trip.vehiclePlate,
    pickupName: trip.pickup?.name ?? '',
    destinationName: trip.destination?.name ?? '',
    partySize: trip.partySize,
    addedDetourSeconds: trip.addedDetourSeconds,
    pickupTime: trip.pickupTime,
    offerExpireTime: trip.offerExpireTime,
    endedBy: PARTIES[trip.endedBy],
  };
}

/** Throws TypeError for an event without its driver. */
export function toDriverFacts({ driver }: DriverEvent): DriverFacts {
  if (!driver) throw new TypeError('a driver event without a driver');
  return { driverId: driver.driverId, statusReason: driver.statusReason };
}

/** Throws TypeError for an event without its ride. */
export function toRideFacts({ ride }: RideEvent): RideFacts {
  if (!ride) throw new TypeError('a ride event without a ride');
  const reason = plain(ride.waitingReason, WaitingReason.WAITING_REASON_UNSPECIFIED);
  return {
    rideId: ride.rideId,
    riderId: ride.riderId,
    stationId: ride.stationId,
    stationName: ride.stationName,
    status: plain(ride.status, RideStatus.RIDE_STATUS_UNSPECIFIED),
    destinationName: ride.destination?.name ?? '',
    lineName: ride.train?.lineName ?? '',
    waitingReason: reason === 'unspecified' ? undefined : reason,
  };
}

/** `TRIP_STATUS_NO_SHOW` as `no_show`; the prefix is that of the enum's zero value. */
const plain = (value: string, zero: string): string => value.slice(zero.length - 'UNSPECIFIED'.length).toLowerCase();
