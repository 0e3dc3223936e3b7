-- Drivers with their vehicle, and the routes they offer.
CREATE TABLE drivers (
  driver_id uuid PRIMARY KEY,
  name text NOT NULL CHECK (name <> ''),
  plate text NOT NULL CHECK (plate <> ''),
  description text NOT NULL,
  seats integer NOT NULL CHECK (seats BETWEEN 1 AND 8),
  wheelchair_places integer NOT NULL CHECK (wheelchair_places BETWEEN 0 AND 2 AND wheelchair_places <= seats),
  -- Milliseconds, as JavaScript's dates have them, so that a keyset page finds its place again.
  create_time timestamptz(3) NOT NULL
);

CREATE INDEX drivers_by_time ON drivers (create_time DESC, driver_id DESC);

CREATE TABLE routes (
  route_id uuid PRIMARY KEY,
  driver_id uuid NOT NULL REFERENCES drivers,
  status text NOT NULL CHECK (status IN ('registered', 'started', 'finished')),
  -- Target stations in driving order: [{stationId, name, position, pickupStatus}]. Always read and written whole.
  stops jsonb NOT NULL CHECK (jsonb_array_length(stops) BETWEEN 1 AND 10),
  destination_latitude double precision NOT NULL CHECK (destination_latitude BETWEEN -90 AND 90),
  destination_longitude double precision NOT NULL CHECK (destination_longitude BETWEEN -180 AND 180),
  destination_name text NOT NULL,
  seats integer NOT NULL CHECK (seats BETWEEN 1 AND 8),
  wheelchair_places integer NOT NULL CHECK (wheelchair_places BETWEEN 0 AND seats),
  detour_budget_seconds integer NOT NULL CHECK (detour_budget_seconds BETWEEN 0 AND 3600),
  auto_accept boolean NOT NULL,
  create_time timestamptz(3) NOT NULL,
  start_time timestamptz(3),
  finish_time timestamptz(3),
  version bigint NOT NULL CHECK (version >= 1),
  CONSTRAINT routes_started_has_time CHECK (status <> 'started' OR start_time IS NOT NULL),
  CONSTRAINT routes_finished_has_time CHECK ((finish_time IS NOT NULL) = (status = 'finished'))
);

CREATE UNIQUE INDEX routes_one_started_per_driver ON routes (driver_id) WHERE status = 'started';
CREATE INDEX routes_by_driver ON routes (driver_id, create_time DESC, route_id DESC);
CREATE INDEX routes_by_time ON routes (create_time DESC, route_id DESC);
CREATE INDEX routes_started_by_time ON routes (create_time DESC, route_id DESC) WHERE status = 'started';
