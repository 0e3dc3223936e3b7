// An overview of the platform, each part read from its service at about the same moment.
import { RideStatus, RouteStatus, TripStatus, type GetSnapshotResponse } from '@lastmile/contracts';
import type { Clock } from '@lastmile/config';
import type { Clients } from './gateway.client.js';

const page = { pageSize: 500, pageToken: '' };
const anything = { riderId: '', stationId: '', text: '' };

/** Calls the services as the caller, who must be an operator. */
export async function takeSnapshot(clients: Clients, clock: Clock): Promise<GetSnapshotResponse> {
  const [stations, routes, locations, rides, trips] = await Promise.all([
    clients.stations.listStations({ ...page, nameContains: '', includeInactive: false }),
    clients.drivers.listRoutes({ ...page, driverId: '', status: RouteStatus.ROUTE_STATUS_STARTED }),
    clients.locations.getDriverLocations({ driverIds: [] }),
    clients.riders.listRides({ ...page, ...anything, status: RideStatus.RIDE_STATUS_UNSPECIFIED, openOnly: true }),
    clients.trips.listTrips({
      ...page,
      ...anything,
      driverId: '',
      rideId: '',
      routeIds: [],
      status: TripStatus.TRIP_STATUS_UNSPECIFIED,
      liveOnly: true,
    }),
  ]);
  return {
    time: clock.now(),
    stations: stations.stations,
    routes: routes.routes,
    locations: locations.locations.slice(0, page.pageSize),
    rides: rides.rides,
    trips: trips.trips,
    truncated:
      [stations, routes, rides, trips].some(({ nextPageToken }) => nextPageToken !== '') ||
      locations.locations.length > page.pageSize,
  };
}
