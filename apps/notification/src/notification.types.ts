// The contents of inboxes, and the parts of other services' events that notifications are made from.
import type { Party } from '@lastmile/party';
import type { Audience, DriverKind, RideKind, TripKind } from './notification-kind.types.js';

export interface Notification {
  readonly userId: string;
  /** 1, 2, 3 … without gaps within an inbox. */
  readonly sequence: number;
  readonly kind: string;
  readonly title: string;
  readonly body: string;
  readonly data: Readonly<Record<string, string>>;
  readonly createTime: Date;
  readonly readTime?: Date;
}

/** An entry before it has a number. */
export type NewNotification = Omit<Notification, 'sequence' | 'readTime'>;

/** The version of a trip or a ride. */
export interface AggregateState {
  readonly aggregateId: string;
  readonly version: number;
}

/** An entry for one person, before the reader's language is known. */
export interface PendingEntry {
  readonly userId: string;
  /** People mentioned in it. */
  readonly about: readonly string[];
  /** The state it is about. Nobody is notified of a state older than one they were already told. */
  readonly state?: AggregateState;
  /** Must not mention erased people. */
  compose(language: string, erased: ReadonlySet<string>): NewNotification;
}

export interface Cursor {
  readonly userId: string;
  /** The last number that was seen. */
  readonly afterSequence: number;
}

export interface Page {
  readonly notifications: Notification[];
  readonly lastSequence: number;
  readonly unreadCount: number;
}

/** The reader of an inbox, with data from the account. */
export interface Reader {
  /** BCP 47. */
  readonly language: string;
  /** Undefined when unknown. */
  readonly email?: string;
  /** Operators are notified about the cluster. */
  readonly isOperator: boolean;
}

export type Actor = 'rider' | 'driver' | 'operator' | 'platform';

/** The part of a trip that notifications may contain: no PIN, no coordinates. */
export interface TripFacts {
  readonly tripId: string;
  readonly rideId: string;
  readonly routeId: string;
  readonly stationId: string;
  readonly riderId: string;
  readonly riderName: string;
  readonly driverId: string;
  readonly driverName: string;
  /** For example `scheduled`. */
  readonly status: string;
  readonly vehicleDescription: string;
  readonly vehiclePlate: string;
  readonly pickupName: string;
  readonly destinationName: string;
  readonly party: Party;
  /** Seconds that the rider adds to the drive. */
  readonly addedDetourSeconds: number;
  readonly pickupTime?: Date;
  readonly offerExpireTime?: Date;
  /** Who ended it, if it was not completed. */
  readonly endedBy?: Actor;
}

export interface RideFacts {
  readonly rideId: string;
  readonly riderId: string;
  readonly stationId: string;
  readonly stationName: string;
  /** For example `waiting`. */
  readonly status: string;
  readonly destinationName: string;
  readonly lineName: string;
  /** For example `no_driver`; undefined when no plan gave a reason. */
  readonly waitingReason?: string;
}

export interface DriverFacts {
  readonly driverId: string;
  /** The operator's reason for a suspension. */
  readonly statusReason: string;
}

export type DriverHappened = { readonly type: DriverKind; readonly time: Date; readonly driver: DriverFacts };
export type TripHappened = { readonly type: TripKind; readonly time: Date; readonly trip: TripFacts };
export type RideHappened = { readonly type: RideKind; readonly time: Date; readonly ride: RideFacts };
export type Happened = TripHappened | RideHappened | DriverHappened;

/** A notification for one person, before it is translated. */
export interface Draft {
  readonly userId: string;
  /** The event's type; programs switch on it. */
  readonly kind: Happened['type'];
  readonly audience: Audience;
  /** Values for the placeholders of the message. */
  readonly params: Readonly<Record<string, string>>;
  /** Data for programs. */
  readonly data: Readonly<Record<string, string>>;
}
