// All kinds of notifications caused by events of other services, one line each: who is notified, and how devices treat
// it. The events listened to, the texts required in catalogues, and what is sent to devices and by mail all follow from
// these tables.
//
// To add a kind: add a line here, the event in `hears` of service.json, and its texts in each file of messages/.

export type Audience = 'rider' | 'driver';

export interface NotificationKind {
  /** Who is notified. Each audience has a text in the catalogues: `<kind>.<audience>`. */
  readonly tells: readonly Audience[];
  /** True: the person who ended the trip is not notified. */
  readonly exceptWhoEndedIt?: true;
  /** Whether it should wake a phone. */
  readonly isUrgent?: true;
  /**
   * Useless when it arrives late, for example "your car is here". Not sent by mail; all other kinds have a text for
   * mail: `mail.<kind>`.
   */
  readonly isMomentary?: true;
}

/** Notifications about trips. */
export const TRIP_KINDS = {
  'trip.offered': { tells: ['driver'], isUrgent: true, isMomentary: true },
  'trip.scheduled': { tells: ['rider', 'driver'], isUrgent: true },
  'trip.arrived': { tells: ['rider'], isUrgent: true, isMomentary: true },
  'trip.active': { tells: ['rider', 'driver'], isMomentary: true },
  'trip.completed': { tells: ['rider', 'driver'] },
  'trip.declined': { tells: ['driver'], isMomentary: true },
  'trip.expired': { tells: ['driver'], isMomentary: true },
  'trip.cancelled': { tells: ['rider', 'driver'], exceptWhoEndedIt: true, isUrgent: true },
  'trip.no_show': { tells: ['rider', 'driver'] },
} as const satisfies Record<string, NotificationKind>;

/** Notifications about rides. */
export const RIDE_KINDS = {
  'rider.ride_requested': { tells: ['rider'] },
  'rider.ride_reopened': { tells: ['rider'] },
  'rider.ride_cancelled': { tells: ['rider'] },
  'rider.ride_expired': { tells: ['rider'] },
} as const satisfies Record<string, NotificationKind>;

/** Notifications about drivers' accounts. */
export const DRIVER_KINDS = {
  'driver.approved': { tells: ['driver'] },
  'driver.suspended': { tells: ['driver'] },
} as const satisfies Record<string, NotificationKind>;

export type TripKind = keyof typeof TRIP_KINDS;
export type RideKind = keyof typeof RIDE_KINDS;
export type DriverKind = keyof typeof DRIVER_KINDS;

const KINDS: ReadonlyMap<string, NotificationKind> = new Map(
  Object.entries({ ...TRIP_KINDS, ...RIDE_KINDS, ...DRIVER_KINDS }),
);

/** Undefined for messages of operators and the platform: broadcasts and alerts. */
export const kindOf = (name: string): NotificationKind | undefined => KINDS.get(name);

/** The keys of a table, as their types. */
export const namesOf = <Name extends string>(table: Readonly<Record<Name, unknown>>): Name[] =>
  Object.keys(table) as Name[];
