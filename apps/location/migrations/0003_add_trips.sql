-- The trips a car has promised, from the ledger's events: whom it expects, whom it carries, how many seats are free.

-- Seats the route offers. 0, shown as full, until its next event tells.
ALTER TABLE watches ADD COLUMN seats integer NOT NULL DEFAULT 0;
-- The newest fix that was refused as too far away, and how often it was confirmed: {fix, since, count}. Null off duty.
ALTER TABLE watches ADD COLUMN doubt jsonb;

-- When the car was seen at the station, and when it was seen to leave it.
ALTER TABLE watch_stops ADD COLUMN reached_time timestamptz;
ALTER TABLE watch_stops ADD COLUMN passed_time timestamptz;

-- All versions may come late: a row stays until the route is over, as the memory of the newest.
CREATE TABLE trips (
  trip_id               text PRIMARY KEY,
  driver_id             text NOT NULL,
  route_id              text NOT NULL,
  station_id            text NOT NULL,
  version               bigint NOT NULL,
  status                text NOT NULL CHECK (status IN ('offered', 'scheduled', 'arrived', 'active', 'ended')),
  party_size            integer NOT NULL CHECK (party_size > 0),
  pickup_latitude       double precision NOT NULL,
  pickup_longitude      double precision NOT NULL,
  destination_latitude  double precision NOT NULL,
  destination_longitude double precision NOT NULL,
  ready_time            timestamptz NOT NULL,
  pickup_time           timestamptz NOT NULL,
  dropoff_time          timestamptz NOT NULL,
  dropoff_order         integer NOT NULL,
  board_time            timestamptz,
  dropoff_reached_time  timestamptz
);
CREATE INDEX trips_by_driver ON trips (driver_id);

-- What was worked out from the fix: when the car is expected, [{tripId, pickupEtaTime, dropoffEtaTime, …}].
ALTER TABLE positions ADD COLUMN etas jsonb NOT NULL DEFAULT '[]';
ALTER TABLE positions ADD COLUMN free_seats integer NOT NULL DEFAULT 0;
-- Grows with each change of the row, so that of two changes with one fix the later is known.
ALTER TABLE positions ADD COLUMN revision bigint NOT NULL DEFAULT 1;
