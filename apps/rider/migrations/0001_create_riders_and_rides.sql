-- Riders and their ride requests. From `offered` on a ride's status is a projection of its trip in the ledger.
CREATE TABLE riders (
  rider_id uuid PRIMARY KEY,
  name text NOT NULL CHECK (name <> ''),
  wheelchair boolean NOT NULL,
  create_time timestamptz(3) NOT NULL
);

CREATE TABLE rides (
  ride_id uuid PRIMARY KEY,
  rider_id uuid NOT NULL REFERENCES riders,
  rider_name text NOT NULL,
  status text NOT NULL CHECK (status IN
    ('waiting', 'offered', 'scheduled', 'arrived', 'active', 'completed', 'cancelled', 'expired', 'no_show')),
  open boolean NOT NULL GENERATED ALWAYS AS (status IN ('waiting', 'offered', 'scheduled', 'arrived', 'active')) STORED,
  station_id text NOT NULL,
  station_name text NOT NULL,
  -- {trainId, serviceDate, lineName, headsign, arriveTime} as it was when the ride was requested.
  train jsonb NOT NULL,
  pickup_point_id text NOT NULL,
  pickup_latitude double precision NOT NULL CHECK (pickup_latitude BETWEEN -90 AND 90),
  pickup_longitude double precision NOT NULL CHECK (pickup_longitude BETWEEN -180 AND 180),
  pickup_name text NOT NULL,
  destination_latitude double precision NOT NULL CHECK (destination_latitude BETWEEN -90 AND 90),
  destination_longitude double precision NOT NULL CHECK (destination_longitude BETWEEN -180 AND 180),
  destination_name text NOT NULL,
  party_size integer NOT NULL CHECK (party_size BETWEEN 1 AND 6),
  wheelchair boolean NOT NULL,
  -- Milliseconds, as JavaScript's dates have them, so that a keyset page finds its place again.
  ready_time timestamptz(3) NOT NULL,
  latest_pickup_time timestamptz(3) NOT NULL CHECK (latest_pickup_time > ready_time),
  direct_seconds integer NOT NULL CHECK (direct_seconds >= 0),
  max_ride_seconds integer NOT NULL CHECK (max_ride_seconds >= direct_seconds),
  excluded_driver_ids uuid[] NOT NULL DEFAULT '{}',
  -- The newest trip heard of: older ones and older versions of it change nothing any more.
  trip_id uuid,
  trip_create_time timestamptz(3),
  trip_version bigint,
  waiting_reason text,
  create_time timestamptz(3) NOT NULL,
  end_time timestamptz(3),
  version bigint NOT NULL CHECK (version >= 1),
  CONSTRAINT rides_ended_has_time
    CHECK ((end_time IS NULL) = (status IN ('waiting', 'offered', 'scheduled', 'arrived', 'active'))),
  CONSTRAINT rides_trip_is_whole
    CHECK ((trip_id IS NULL) = (trip_create_time IS NULL) AND (trip_id IS NULL) = (trip_version IS NULL))
);

CREATE UNIQUE INDEX rides_one_open_per_rider ON rides (rider_id) WHERE open;
CREATE INDEX rides_waiting_by_station ON rides (station_id, create_time) WHERE status = 'waiting';
CREATE INDEX rides_by_rider ON rides (rider_id, create_time DESC, ride_id DESC);
CREATE INDEX rides_by_time ON rides (create_time DESC, ride_id DESC);
CREATE INDEX rides_open_by_time ON rides (create_time DESC, ride_id DESC) WHERE open;
