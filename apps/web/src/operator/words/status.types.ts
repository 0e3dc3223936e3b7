// The platform's states, as the API names them.
import type { Ride, Schemas, Trip } from '../../api/client';

export type RideStatus = NonNullable<Ride['status']>;
export type TripStatus = NonNullable<Trip['status']>;
export type DriverStatus = NonNullable<Schemas['Driver']['status']>;
