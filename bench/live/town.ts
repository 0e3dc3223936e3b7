// The cars and who waits for them: written straight into the tables, since signing up and matching thousands of people
// would take longer than what is measured. Everybody's trip is scheduled, so everybody may see their car.
import { randomUUID } from 'node:crypto';
import pg from 'pg';

export interface Rider {
  readonly userId: string;
  readonly tripId: string;
}

export interface Car {
  readonly driverId: string;
  readonly routeId: string;
  readonly riders: readonly Rider[];
}

export function newTown(cars: number, ridersPerCar: number): Car[] {
  const rider = (): Rider => ({ userId: randomUUID(), tripId: randomUUID() });
  return Array.from({ length: cars }, () => ({
    driverId: randomUUID(),
    routeId: randomUUID(),
    riders: Array.from({ length: ridersPerCar }, rider),
  }));
}

/** On duty, heading for no station: positions are stored and announced as ever, and nothing asks for a match. */
const WATCHES = `
  INSERT INTO location.watches (driver_id, route_id, start_time, version, on_duty, seats)
  SELECT driver_id, route_id, now() - interval '1 minute', 1, true, 8 FROM unnest($1::text[], $2::text[]) AS car (driver_id, route_id)`;
const LOADS = `
  INSERT INTO trip.route_loads
    (route_id, driver_id, driver_name, vehicle_plate, vehicle_description, seats, wheelchair_places, auto_accept)
  SELECT route_id, driver_id, 'Dee', 'LM 1', 'Blue van', 8, 0, true
  FROM unnest($1::uuid[], $2::uuid[]) AS car (driver_id, route_id)`;
const RIDES = 'INSERT INTO trip.rides (ride_id) SELECT unnest($1::uuid[])';
/** The ride has the number of its trip. */
const TRIPS = `
  INSERT INTO trip.trips
    (trip_id, ride_id, rider_id, route_id, driver_id, station_id, rider_name, driver_name, vehicle_plate,
     vehicle_description, status, party_size, wheelchair, pickup_latitude, pickup_longitude, pickup_name,
     destination_latitude, destination_longitude, destination_name, ready_time, pickup_time, latest_pickup_time,
     dropoff_time, latest_dropoff_time, direct_seconds, dropoff_order, pin, pin_expire_time, fare_currency,
     fare_amount_minor, create_time, accept_time, version)
  SELECT trip_id, trip_id, rider_id, route_id, driver_id, 'bench', 'Ray', 'Dee', 'LM 1', 'Blue van', 'scheduled', 1, false,
     40.76, -73.83, 'Exit', 40.78, -73.80, 'Home', now(), now() + interval '1 hour', now() + interval '2 hours',
     now() + interval '3 hours', now() + interval '4 hours', 600, 0, '1234', now() + interval '2 hours', 'USD', 300, now(),
     now(), 1
  FROM unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::uuid[]) AS trip (trip_id, rider_id, route_id, driver_id)`;
/** So that every point gives every rider an ETA. */
const PROMISED = `
  INSERT INTO location.trips (trip_id, driver_id, route_id, station_id, version, status, party_size, pickup_latitude,
    pickup_longitude, destination_latitude, destination_longitude, ready_time, pickup_time, dropoff_time, dropoff_order)
  SELECT trip_id, driver_id, route_id, station_id, version, status, party_size, pickup_latitude, pickup_longitude,
    destination_latitude, destination_longitude, ready_time, pickup_time, dropoff_time, dropoff_order
  FROM trip.trips`;
/** Entries that every inbox has before: on an empty table PostgreSQL would plan for an empty table. */
export const HISTORY = 10;
const INBOXES = `
  INSERT INTO notification.inboxes (user_id, last_sequence) SELECT user_id, $2 FROM unnest($1::uuid[]) AS user_id`;
const ENTRIES = `
  INSERT INTO notification.notifications (user_id, sequence, event_id, kind, title, body, data, create_time)
  SELECT user_id, n, n, 'bench', 'Long ago', '', '{}', now()
  FROM notification.inboxes, generate_series(1, last_sequence) AS n`;

export async function settle(adminUrl: string, cars: readonly Car[]): Promise<void> {
  const drivers = cars.map(({ driverId }) => driverId);
  const routes = cars.map(({ routeId }) => routeId);
  const seats = cars.flatMap((car) => car.riders.map((rider) => ({ ...rider, ...car })));
  const trips = seats.map(({ tripId }) => tripId);
  const riders = seats.map(({ userId }) => userId);
  const client = new pg.Client({ connectionString: adminUrl });
  await client.connect();
  try {
    await client.query(WATCHES, [drivers, routes]);
    await client.query(LOADS, [drivers, routes]);
    await client.query(RIDES, [trips]);
    const of = (key: 'routeId' | 'driverId') => seats.map((seat) => seat[key]);
    // Triggers as in trip's own search path.
    await client.query('SET search_path = trip');
    await client.query(TRIPS, [trips, riders, of('routeId'), of('driverId')]);
    await client.query(PROMISED);
    await client.query(INBOXES, [[...drivers, ...riders], HISTORY]);
    await client.query(ENTRIES);
    await client.query('VACUUM ANALYZE');
  } finally {
    await client.end();
  }
}
