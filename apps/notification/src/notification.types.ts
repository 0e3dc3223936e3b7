// What the inbox holds, and the parts of other services' events that it tells people about.
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

/** Of a trip or a ride, whose versions grow. */
export interface AggregateState {
  readonly aggregateId: string;
  readonly version: number;
}

/** An entry for one person, written once it is known which language they read. */
export interface PendingEntry {
  readonly userId: string;
  /** People it tells of. */
  readonly about: readonly string[];
  /** Which state of what. Nobody is told of a state older than one they were told of. */
  readonly state?: AggregateState;
  /** Must tell nothing of those who were erased. */
  compose(language: string, erased: ReadonlySet<string>): NewNotification;
}

export interface Cursor {
  readonly userId: string;
  /** The last number seen. */
  readonly afterSequence: number;
}

export interface Page {
  readonly notifications: Notification[];
  readonly lastSequence: number;
  readonly unreadCount: number;
}

/** Who reads an inbox: what the account says about them. */
export interface Reader {
  /** BCP 47. */
  readonly language: string;
  /** Absent when unknown. */
  readonly email?: string;
  /** Runs the platform, and is told about the cluster. */
  readonly isOperator: boolean;
}

export type Actor = 'rider' | 'driver' | 'operator' | 'platform';

/** A trip as far as people are told about it: no PIN, no coordinates. */
export interface TripFacts {
  readonly tripId: string;
  readonly rideId: string;
  readonly routeId: string;
  readonly stationId: string;
  readonly riderId: string;
  readonly riderName: string;
  readonly driverId: string;
  readonly driverName: string;
  /** Such as `scheduled`. */
  readonly status: string;
  readonly vehicleDescription: string;
  readonly vehiclePlate: string;
  readonly pickupName: string;
  readonly destinationName: string;
  readonly party: Party;
  /** What the rider adds to the drive. */
  readonly addedDetourSeconds: number;
  readonly pickupTime?: Date;
  readonly offerExpireTime?: Date;
  /** Who ended it, when it did not complete. */
  readonly endedBy?: Actor;
}

export interface RideFacts {
  readonly rideId: string;
  readonly riderId: string;
  readonly stationId: string;
  readonly stationName: string;
  /** Such as `waiting`. */
  readonly status: string;
  readonly destinationName: string;
  readonly lineName: string;
  /** Such as `no_driver`; absent when no plan said why. */
  readonly waitingReason?: string;
}

export interface DriverFacts {
  readonly driverId: string;
  /** Why suspended, in the operator's words. */
  readonly statusReason: string;
}

export type DriverHappened = { readonly type: DriverKind; readonly time: Date; readonly driver: DriverFacts };
export type TripHappened = { readonly type: TripKind; readonly time: Date; readonly trip: TripFacts };
export type RideHappened = { readonly type: RideKind; readonly time: Date; readonly ride: RideFacts };
export type Happened = TripHappened | RideHappened | DriverHappened;

/** What to tell one person, before it is put into their language. */
export interface Draft {
  readonly userId: string;
  /** The event's type; programs switch on it. */
  readonly kind: Happened['type'];
  readonly audience: Audience;
  /** For the placeholders of the message. */
  readonly params: Readonly<Record<string, string>>;
  /** For programs. */
  readonly data: Readonly<Record<string, string>>;
}
