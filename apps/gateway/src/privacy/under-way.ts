// Refuses to erase an account that has something under way. Checked before the user service erases it; whatever starts
// in between is ended by each service before it erases the person's data.
import { asService } from '@lastmile/auth';
import { RideStatus, RouteStatus, TripStatus } from '@lastmile/contracts';
import { failedPrecondition } from '@lastmile/errors';
import type { Clients } from '../gateway.client.js';

const asGateway = { caller: asService('gateway') };
const one = { pageSize: 1, pageToken: '', stationId: '', text: '' };
const anyTrip = { ...one, status: TripStatus.TRIP_STATUS_UNSPECIFIED, routeIds: [], rideId: '', liveOnly: true };
const anyRide = { ...one, status: RideStatus.RIDE_STATUS_UNSPECIFIED, openOnly: true };

/** @throws DomainError failed_precondition ACCOUNT_BUSY with `ride_id`, `trip_id` or `route_id` */
export async function requireNothingUnderWay({ riders, trips, drivers }: Clients, userId: string): Promise<void> {
  const [{ rides }, asRider, asDriver, { routes }] = await Promise.all([
    riders.listRides({ ...anyRide, riderId: userId }, asGateway),
    trips.listTrips({ ...anyTrip, riderId: userId, driverId: '' }, asGateway),
    trips.listTrips({ ...anyTrip, riderId: '', driverId: userId }, asGateway),
    drivers.listRoutes({ ...one, driverId: userId, status: RouteStatus.ROUTE_STATUS_STARTED }, asGateway),
  ]);
  const trip = asRider.trips[0] ?? asDriver.trips[0];
  if (rides[0]) throw busy('a ride is open: cancel it or ride it to its end', { ride_id: rides[0].rideId });
  if (trip) throw busy('a trip is under way: end it first', { trip_id: trip.tripId });
  if (routes[0]) throw busy('a route is started: finish it first', { route_id: routes[0].routeId });
}

const busy = (message: string, metadata: Record<string, string>) =>
  failedPrecondition('ACCOUNT_BUSY', message, metadata);
