// The statuses of the platform, with the API's names.
import type { Ride, Schemas, Trip } from '../../api/client';

export type RideStatus = NonNullable<Ride['status']>;
export type TripStatus = NonNullable<Trip['status']>;
export type DriverStatus = NonNullable<Schemas['Driver']['status']>;
