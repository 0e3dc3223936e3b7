// Every kind of notification that another service's event makes, each one line: whom it tells, and how devices treat it. The events
// heard, the texts that catalogues must have and what is sent to devices and by mail follow from these tables.
//
// A new kind: a line here, the event in `hears` of service.json, and its texts in each file of messages/.

export type Audience = 'rider' | 'driver';

export interface NotificationKind {
  /** Whom it tells. Each of them has a text in the catalogues: `<kind>.<audience>`. */
  readonly tells: readonly Audience[];
  /** True: whoever ended the trip knows it, and is not told. */
  readonly exceptWhoEndedIt?: true;
  /** Worth waking a phone for. */
  readonly isUrgent?: true;
  /** Of no interest once it is over, such as "your car is here". Not sent by mail; others have a text for it: `mail.<kind>`. */
  readonly isMomentary?: true;
}

/** Of trips. */
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

/** Of rides. */
export const RIDE_KINDS = {
  'rider.ride_requested': { tells: ['rider'] },
  'rider.ride_reopened': { tells: ['rider'] },
  'rider.ride_cancelled': { tells: ['rider'] },
  'rider.ride_expired': { tells: ['rider'] },
} as const satisfies Record<string, NotificationKind>;

/** Of drivers' accounts. */
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

/** Undefined for what operators and the platform write: broadcasts, alerts. */
export const kindOf = (name: string): NotificationKind | undefined => KINDS.get(name);

/** The keys of a table, as their types. */
export const namesOf = <Name extends string>(table: Readonly<Record<Name, unknown>>): Name[] =>
  Object.keys(table) as Name[];
