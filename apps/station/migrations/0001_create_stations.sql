-- Stations outlive the feed versions that name them: old rides still resolve a station that has left its feed.
CREATE TABLE stations (
  station_no integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  station_id text NOT NULL UNIQUE,
  feed_id text NOT NULL,
  stop_id text NOT NULL,
  name text NOT NULL,
  latitude double precision NOT NULL CHECK (latitude BETWEEN -90 AND 90),
  longitude double precision NOT NULL CHECK (longitude BETWEEN -180 AND 180),
  time_zone text NOT NULL,
  active boolean NOT NULL DEFAULT true,
  -- Set once an operator has changed the station: imports leave its name, position and pickup points alone from then on.
  edited boolean NOT NULL DEFAULT false,
  CHECK (station_id = feed_id || ':' || stop_id)
);
CREATE INDEX stations_by_feed ON stations (feed_id);
CREATE INDEX stations_by_name ON stations (name COLLATE "C", station_id COLLATE "C");
CREATE INDEX stations_by_latitude ON stations (latitude) WHERE active;

CREATE TABLE pickup_points (
  pickup_point_id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  station_no integer NOT NULL REFERENCES stations,
  name text NOT NULL,
  latitude double precision NOT NULL,
  longitude double precision NOT NULL,
  -- The natural key: a repeated import keeps the ids.
  UNIQUE (station_no, name)
);

CREATE TABLE areas (
  area_id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  station_no integer NOT NULL REFERENCES stations,
  kind text NOT NULL CHECK (kind IN ('area', 'landmark')),
  name text NOT NULL,
  latitude double precision NOT NULL,
  longitude double precision NOT NULL,
  UNIQUE (station_no, kind, name)
);
