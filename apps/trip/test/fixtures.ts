// A trip, a plan and a load as every test needs them, to be varied by what a test is about.
import { ALONE } from '@lastmile/party';
import type { RouteOffer } from '../src/routes/route-load.state.js';
import type { PlannedTrip, RouteLoad, Trip } from '../src/trip.types.js';

/** The moment the tests' plans are made. */
export const START = new Date('2026-09-23T12:00:00Z');
export const after = (seconds: number, from: Date = START): Date => new Date(from.getTime() + seconds * 1000);

export const DRIVER = '00000000-0000-4000-8000-0000000000d1';
export const RIDER = '00000000-0000-4000-8000-0000000000a1';
export const ROUTE = '00000000-0000-4000-8000-0000000000e1';
export const RIDE = '00000000-0000-4000-8000-0000000000f1';
export const TRIP = '00000000-0000-4000-8000-0000000000c1';

/** Ready after 2 minutes, picked up after 5 (at latest 15), dropped off after 15 (at latest 25). */
export const plan = (changes: Partial<PlannedTrip> = {}): PlannedTrip => ({
  rideId: RIDE,
  riderId: RIDER,
  riderName: 'Ana',
  party: ALONE,
  pickup: { position: { latitude: 40.7596, longitude: -73.83 }, name: 'Main St' },
  destination: { position: { latitude: 40.7446, longitude: -73.8256 }, name: 'Botanical Garden' },
  readyTime: after(120),
  pickupTime: after(300),
  latestPickupTime: after(900),
  dropoffTime: after(900),
  latestDropoffTime: after(1500),
  directSeconds: 400,
  dropoffOrder: 1,
  addedDetourSeconds: 90,
  ...changes,
});

export const load = (changes: Partial<RouteLoad> = {}): RouteLoad => ({
  routeId: ROUTE,
  driverId: DRIVER,
  driverName: 'Dora',
  vehiclePlate: 'T 123',
  vehicleDescription: 'grey van',
  seats: 3,
  seatsTaken: 0,
  wheelchairPlaces: 1,
  wheelchairPlacesTaken: 0,
  autoAccept: false,
  routeVersion: 0,
  open: true,
  takesRiders: true,
  ...changes,
});

/** What a driver offers, as it would be told to the ledger. */
export const offerOf = (route: RouteLoad): RouteOffer => ({
  routeId: route.routeId,
  driverId: route.driverId,
  driverName: route.driverName,
  vehiclePlate: route.vehiclePlate,
  vehicleDescription: route.vehicleDescription,
  seats: route.seats,
  wheelchairPlaces: route.wheelchairPlaces,
  autoAccept: route.autoAccept,
  routeVersion: route.routeVersion,
});

/** Offered at START, to be answered within 20 seconds. */
export const trip = (changes: Partial<Trip> = {}): Trip => ({
  ...plan(),
  tripId: TRIP,
  routeId: ROUTE,
  stationId: '701',
  driverId: DRIVER,
  driverName: 'Dora',
  vehiclePlate: 'T 123',
  vehicleDescription: 'grey van',
  status: 'offered',
  offerExpireTime: after(20),
  pin: '0042',
  pinExpireTime: after(1800),
  wrongPins: 0,
  fare: { currency: 'USD', amountMinor: 600 },
  endReason: '',
  createTime: START,
  driverRating: 0,
  riderRating: 0,
  version: 1,
  ...changes,
});
