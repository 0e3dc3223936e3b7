// Converts domain types to contract messages, and other services' events to the facts that notifications need.
import {
  Actor as WireActor,
  DeviceKind as WireDeviceKind,
  RideStatus,
  TripStatus,
  WaitingReason,
  type Device as WireDevice,
  type DriverEvent,
  type Notification as WireNotification,
  type RideEvent,
  type TripEvent,
} from '@lastmile/contracts';
import { partyOf } from '@lastmile/party';
import type { Device, DeviceKind } from './devices/device.types.js';
import type { Actor, DriverFacts, Notification, RideFacts, TripFacts } from './notification.types.js';

const WIRE_DEVICE: Record<DeviceKind, WireDeviceKind> = {
  web_push: WireDeviceKind.DEVICE_KIND_WEB_PUSH,
  expo: WireDeviceKind.DEVICE_KIND_EXPO,
  email: WireDeviceKind.DEVICE_KIND_EMAIL,
};

export const toWireNotification = (notification: Notification): WireNotification => ({
  ...notification,
  data: { ...notification.data },
});

export const toWireDevice = (device: Device): WireDevice => ({ ...device, kind: WIRE_DEVICE[device.kind] });
/** Undefined for an unknown kind. */
export const toDeviceKind = (wire: WireDeviceKind): DeviceKind | undefined =>
  (Object.keys(WIRE_DEVICE) as DeviceKind[]).find((kind) => WIRE_DEVICE[kind] === wire);
export const toWireKind = (kind: DeviceKind): WireDeviceKind => WIRE_DEVICE[kind];

const ACTORS: Partial<Record<WireActor, Actor>> = {
  [WireActor.PARTY_RIDER]: 'rider',
  [WireActor.PARTY_DRIVER]: 'driver',
  [WireActor.PARTY_OPERATOR]: 'operator',
  [WireActor.PARTY_PLATFORM]: 'platform',
};

/** Throws TypeError for an event without its trip, which is a bug of its publisher; it is retried and logged. */
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
    party: partyOf(trip),
    addedDetourSeconds: trip.addedDetourSeconds,
    pickupTime: trip.pickupTime,
    offerExpireTime: trip.offerExpireTime,
    endedBy: ACTORS[trip.endedBy],
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

/** Converts `TRIP_STATUS_NO_SHOW` to `no_show`; the prefix is that of the enum's zero value. */
const plain = (value: string, zero: string): string => value.slice(zero.length - 'UNSPECIFIED'.length).toLowerCase();
