// Requests to the ledger for its contract's cases; each case changes what it is about.
import { randomUUID } from 'node:crypto';
import { TripStatus, type CommitMatchRequest, type OpenRouteRequest, type PlannedTrip } from '@lastmile/contracts';
import { ALONE, partyFields } from '@lastmile/party';

/** A new route of a new driver. */
export const aRoute = (changes: Partial<OpenRouteRequest> = {}): OpenRouteRequest => ({
  routeId: randomUUID(),
  driverId: randomUUID(),
  driverName: 'Dora',
  vehiclePlate: 'T 123',
  vehicleDescription: 'grey van',
  seats: 3,
  wheelchairPlaces: 1,
  autoAccept: false,
  routeVersion: 0,
  ...changes,
});

export function aRide(changes: Partial<PlannedTrip> = {}): PlannedTrip {
  const inSeconds = (seconds: number) => new Date(Date.now() + seconds * 1000);
  return {
    rideId: randomUUID(),
    riderId: randomUUID(),
    riderName: 'Ana',
    ...partyFields(ALONE),
    pickup: { position: { latitude: 40.7596, longitude: -73.83 }, name: 'Main St' },
    destination: { position: { latitude: 40.7446, longitude: -73.8256 }, name: 'Botanical Garden' },
    readyTime: inSeconds(0),
    pickupTime: inSeconds(300),
    latestPickupTime: inSeconds(900),
    dropoffTime: inSeconds(900),
    latestDropoffTime: inSeconds(1500),
    directSeconds: 400,
    dropoffOrder: 0,
    addedDetourSeconds: 90,
    ...changes,
  };
}

export const aCommit = (routeId: string, rides: readonly PlannedTrip[]): CommitMatchRequest => ({
  requestId: randomUUID(),
  routeId,
  stationId: '7:701',
  trips: rides.map((ride, order) => ({ ...ride, dropoffOrder: order + 1 })),
  reordered: [],
});

export const tripsOfRoute = (routeId: string) => ({
  rideId: '',
  riderId: '',
  driverId: '',
  stationId: '',
  text: '',
  routeIds: [routeId],
  status: TripStatus.TRIP_STATUS_UNSPECIFIED,
  liveOnly: false,
  pageSize: 0,
  pageToken: '',
});
