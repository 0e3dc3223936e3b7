// A trip as one flat row: columns are the properties in snake case; places, fares and the party take several columns.
import { PARTY_COLUMNS, partyColumns, partyOfRow, type PartyRow } from '@lastmile/party';
import type { Place, Trip } from '../trip.types.js';

/** Written once, at the commit. */
const FIXED = [
  'tripId',
  'rideId',
  'riderId',
  'riderName',
  'routeId',
  'stationId',
  'driverId',
  'driverName',
  'vehiclePlate',
  'vehicleDescription',
  'readyTime',
  'pickupTime',
  'latestPickupTime',
  'latestDropoffTime',
  'directSeconds',
  'addedDetourSeconds',
  'offerExpireTime',
  'pin',
  'pinExpireTime',
  'createTime',
] as const;
const CHANGING = [
  'status',
  'dropoffTime',
  'dropoffOrder',
  'wrongPins',
  'endedBy',
  'endReason',
  'acceptTime',
  'arriveTime',
  'boardTime',
  'endTime',
  'driverRating',
  'riderRating',
  'version',
] as const;
const SPREAD = [
  'pickupLatitude',
  'pickupLongitude',
  'pickupName',
  'destinationLatitude',
  'destinationLongitude',
  'destinationName',
  'fareCurrency',
  'fareAmountMinor',
] as const;

interface Spread {
  readonly pickupLatitude: number;
  readonly pickupLongitude: number;
  readonly pickupName: string;
  readonly destinationLatitude: number;
  readonly destinationLongitude: number;
  readonly destinationName: string;
  readonly fareCurrency: string;
  readonly fareAmountMinor: number;
}
type Flat = Omit<Trip, 'pickup' | 'destination' | 'fare' | 'party'> & Spread;
/** What `SELECT ${TRIP_SELECT}` returns; missing values are null. */
export type TripRow = { [K in keyof Flat]: Flat[K] | null } & PartyRow;

const ALL = [...FIXED, ...CHANGING, ...SPREAD];
const snake = (name: string): string => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

export const TRIP_SELECT = [...ALL, ...PARTY_COLUMNS].map((name) => `t.${snake(name)} AS "${name}"`).join(', ');
export const TRIP_COLUMNS: readonly string[] = [...ALL.map(snake), ...PARTY_COLUMNS];
/** The columns that change after the commit. */
export const CHANGING_COLUMNS: readonly string[] = CHANGING.map(snake);

/** One JSON object by column name, for `jsonb_populate_recordset`. */
export function toJsonRow(trip: Trip): Record<string, unknown> {
  const flat: Flat = {
    ...trip,
    pickupLatitude: trip.pickup.position.latitude,
    pickupLongitude: trip.pickup.position.longitude,
    pickupName: trip.pickup.name,
    destinationLatitude: trip.destination.position.latitude,
    destinationLongitude: trip.destination.position.longitude,
    destinationName: trip.destination.name,
    fareCurrency: trip.fare.currency,
    fareAmountMinor: trip.fare.amountMinor,
  };
  return { ...Object.fromEntries(ALL.map((name) => [snake(name), flat[name] ?? null])), ...partyColumns(trip.party) };
}

export function fromRow(row: TripRow): Trip {
  const present = Object.fromEntries(
    ALL.map((name) => [name, row[name]]).filter(([, value]) => value !== null),
  ) as unknown as Flat;
  const {
    pickupLatitude,
    pickupLongitude,
    pickupName,
    destinationLatitude,
    destinationLongitude,
    destinationName,
    fareCurrency,
    fareAmountMinor,
    ...plain
  } = present;
  return {
    ...plain,
    party: partyOfRow(row),
    pickup: place(pickupLatitude, pickupLongitude, pickupName),
    destination: place(destinationLatitude, destinationLongitude, destinationName),
    fare: { currency: fareCurrency, amountMinor: fareAmountMinor },
  };
}

const place = (latitude: number, longitude: number, name: string): Place => ({
  position: { latitude, longitude },
  name,
});
