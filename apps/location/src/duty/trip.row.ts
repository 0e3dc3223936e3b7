// A row of `trips` as JSON, as it is read with its driver's duty.
import type { DutyTrip } from '../location.types.js';
import { dateOf } from '../fixes/position.row.js';

export interface TripJson {
  readonly trip_id: string;
  readonly station_id: string;
  readonly status: DutyTrip['status'];
  readonly party_size: number;
  readonly pickup_latitude: number;
  readonly pickup_longitude: number;
  readonly destination_latitude: number;
  readonly destination_longitude: number;
  readonly ready_time: string;
  readonly pickup_time: string;
  readonly dropoff_time: string;
  readonly dropoff_order: number;
  readonly board_time: string | null;
  readonly dropoff_reached_time: string | null;
}

export const tripOf = (row: TripJson): DutyTrip => ({
  tripId: row.trip_id,
  stationId: row.station_id,
  status: row.status,
  people: row.party_size,
  pickup: { latitude: row.pickup_latitude, longitude: row.pickup_longitude },
  destination: { latitude: row.destination_latitude, longitude: row.destination_longitude },
  readyTime: new Date(row.ready_time),
  pickupTime: new Date(row.pickup_time),
  dropoffTime: new Date(row.dropoff_time),
  dropoffOrder: row.dropoff_order,
  boardTime: dateOf(row.board_time),
  dropoffReachedTime: dateOf(row.dropoff_reached_time),
});
