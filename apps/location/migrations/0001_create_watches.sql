-- Who is on duty, where they are, and which stations they head for.

-- The newest started route of each driver. The row stays when the route is over, as the memory of what was seen last:
-- events may come late, and an old one must not put a driver back on duty.
CREATE TABLE watches (
  driver_id  text PRIMARY KEY,
  route_id   text NOT NULL,
  start_time timestamptz NOT NULL,
  -- Of the route, as counted by the driver service.
  version    bigint NOT NULL,
  on_duty    boolean NOT NULL
);

-- Target stations of drivers on duty.
CREATE TABLE watch_stops (
  driver_id     text NOT NULL REFERENCES watches ON DELETE CASCADE,
  station_id    text NOT NULL,
  -- Place in driving order, from 0.
  position      integer NOT NULL CHECK (position >= 0),
  latitude      double precision NOT NULL,
  longitude     double precision NOT NULL,
  time_zone     text NOT NULL,
  pickup_status text NOT NULL CHECK (pickup_status IN ('ahead', 'arrived', 'departed', 'skipped')),
  -- Since when the car stands there.
  arrive_time   timestamptz,
  -- When matching was last asked for.
  match_time    timestamptz,
  PRIMARY KEY (driver_id, station_id)
);
CREATE INDEX watch_stops_by_station ON watch_stops (station_id);

-- The newest fix of each driver on duty, and of nobody else.
CREATE TABLE positions (
  driver_id               text PRIMARY KEY REFERENCES watches ON DELETE CASCADE,
  route_id                text NOT NULL,
  latitude                double precision NOT NULL CHECK (latitude BETWEEN -90 AND 90),
  longitude               double precision NOT NULL CHECK (longitude BETWEEN -180 AND 180),
  time                    timestamptz NOT NULL,
  accuracy_meters         double precision NOT NULL CHECK (accuracy_meters >= 0),
  speed_meters_per_second double precision,
  heading_degrees         double precision
);
CREATE INDEX positions_by_place ON positions (latitude, longitude);
