-- Schema of location, made by `npm run schema:dump` from its migrations. Do not edit.

CREATE TABLE positions (
  driver_id text NOT NULL,
  route_id text NOT NULL,
  latitude double precision NOT NULL,
  longitude double precision NOT NULL,
  "time" timestamp with time zone NOT NULL,
  accuracy_meters double precision NOT NULL,
  speed_meters_per_second double precision,
  heading_degrees double precision,
  CONSTRAINT positions_pkey PRIMARY KEY (driver_id),
  CONSTRAINT positions_accuracy_meters_check CHECK ((accuracy_meters >= (0)::double precision)),
  CONSTRAINT positions_latitude_check CHECK (((latitude >= ('-90'::integer)::double precision) AND (latitude <= (90)::double precision))),
  CONSTRAINT positions_longitude_check CHECK (((longitude >= ('-180'::integer)::double precision) AND (longitude <= (180)::double precision))),
  CONSTRAINT positions_driver_id_fkey FOREIGN KEY (driver_id) REFERENCES watches(driver_id) ON DELETE CASCADE
);
CREATE INDEX positions_by_place ON location.positions USING btree (latitude, longitude);

CREATE TABLE watch_stops (
  driver_id text NOT NULL,
  station_id text NOT NULL,
  "position" integer NOT NULL,
  latitude double precision NOT NULL,
  longitude double precision NOT NULL,
  time_zone text NOT NULL,
  pickup_status text NOT NULL,
  arrive_time timestamp with time zone,
  match_time timestamp with time zone,
  last_match jsonb,
  CONSTRAINT watch_stops_pkey PRIMARY KEY (driver_id, station_id),
  CONSTRAINT watch_stops_pickup_status_check CHECK ((pickup_status = ANY (ARRAY['ahead'::text, 'arrived'::text, 'departed'::text, 'skipped'::text]))),
  CONSTRAINT watch_stops_position_check CHECK (("position" >= 0)),
  CONSTRAINT watch_stops_driver_id_fkey FOREIGN KEY (driver_id) REFERENCES watches(driver_id) ON DELETE CASCADE
);
CREATE INDEX watch_stops_by_station ON location.watch_stops USING btree (station_id);

CREATE TABLE watches (
  driver_id text NOT NULL,
  route_id text NOT NULL,
  start_time timestamp with time zone NOT NULL,
  version bigint NOT NULL,
  on_duty boolean NOT NULL,
  CONSTRAINT watches_pkey PRIMARY KEY (driver_id)
);
