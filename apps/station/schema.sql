-- Schema of station, made by `npm run schema:dump` from its migrations. Do not edit.

CREATE OR REPLACE FUNCTION station.is_erased(person text)
 RETURNS boolean
 LANGUAGE plpgsql
AS $function$
BEGIN
  PERFORM pg_advisory_xact_lock_shared(4207121, hashtext(person));
  RETURN EXISTS (SELECT FROM erased_people WHERE person_hash = sha256(convert_to(person, 'UTF8')));
END $function$;

CREATE OR REPLACE FUNCTION station.mark_erased(person text)
 RETURNS void
 LANGUAGE plpgsql
AS $function$
BEGIN
  PERFORM pg_advisory_xact_lock(4207121, hashtext(person));
  INSERT INTO erased_people (person_hash) VALUES (sha256(convert_to(person, 'UTF8'))) ON CONFLICT DO NOTHING;
END $function$;

CREATE OR REPLACE FUNCTION station.refuse_erased_callers()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
BEGIN
  IF is_erased(NEW.caller_id) THEN
    RAISE EXCEPTION 'the account is erased' USING ERRCODE = 'check_violation', CONSTRAINT = 'requests_of_nobody_erased';
  END IF;
  RETURN NEW;
END $function$;

CREATE TABLE areas (
  area_id uuid DEFAULT gen_random_uuid() NOT NULL,
  station_no integer NOT NULL,
  kind text NOT NULL,
  name text NOT NULL,
  latitude double precision NOT NULL,
  longitude double precision NOT NULL,
  CONSTRAINT areas_pkey PRIMARY KEY (area_id),
  CONSTRAINT areas_station_no_kind_name_key UNIQUE (station_no, kind, name),
  CONSTRAINT areas_kind_check CHECK ((kind = ANY (ARRAY['area'::text, 'landmark'::text]))),
  CONSTRAINT areas_station_no_fkey FOREIGN KEY (station_no) REFERENCES stations(station_no)
);

CREATE TABLE arrivals (
  version integer NOT NULL,
  station_no integer NOT NULL,
  service_no integer NOT NULL,
  arrival_seconds integer NOT NULL,
  departure_seconds integer NOT NULL,
  trip_no integer NOT NULL,
  stop_sequence integer NOT NULL
);
CREATE INDEX arrivals_by_station ON station.arrivals USING btree (version, station_no, service_no, arrival_seconds);

CREATE TABLE erased_people (
  person_hash bytea NOT NULL,
  erase_time timestamp with time zone DEFAULT now() NOT NULL,
  CONSTRAINT erased_people_pkey PRIMARY KEY (person_hash)
);

CREATE TABLE imports (
  import_id text NOT NULL,
  phase text DEFAULT 'receiving'::text NOT NULL,
  bytes_done bigint DEFAULT 0 NOT NULL,
  bytes_total bigint DEFAULT 0 NOT NULL,
  rows_done bigint DEFAULT 0 NOT NULL,
  start_time timestamp with time zone DEFAULT now() NOT NULL,
  alive_time timestamp with time zone DEFAULT now() NOT NULL,
  end_time timestamp with time zone,
  feed_id text,
  changed boolean,
  failure jsonb,
  CONSTRAINT imports_pkey PRIMARY KEY (import_id),
  CONSTRAINT imports_end_once CHECK (((end_time IS NULL) = ((feed_id IS NULL) AND (failure IS NULL)))),
  CONSTRAINT imports_end_one_way CHECK (((feed_id IS NULL) OR (failure IS NULL)))
);

CREATE TABLE line_shapes (
  version integer NOT NULL,
  line_no integer NOT NULL,
  direction_id smallint NOT NULL,
  points double precision[] NOT NULL,
  CONSTRAINT line_shapes_pkey PRIMARY KEY (version, line_no, direction_id),
  CONSTRAINT line_shapes_version_line_no_fkey FOREIGN KEY (version, line_no) REFERENCES lines(version, line_no) ON DELETE CASCADE
);

CREATE TABLE lines (
  version integer NOT NULL,
  line_no integer NOT NULL,
  line_id text NOT NULL,
  short_name text NOT NULL,
  long_name text NOT NULL,
  color text NOT NULL,
  text_color text NOT NULL,
  route_type integer NOT NULL,
  sort_order integer NOT NULL,
  CONSTRAINT lines_pkey PRIMARY KEY (version, line_no),
  CONSTRAINT lines_version_fkey FOREIGN KEY (version) REFERENCES timetables(version) ON DELETE CASCADE
);

CREATE TABLE pickup_points (
  pickup_point_id uuid DEFAULT gen_random_uuid() NOT NULL,
  station_no integer NOT NULL,
  name text NOT NULL,
  latitude double precision NOT NULL,
  longitude double precision NOT NULL,
  CONSTRAINT pickup_points_pkey PRIMARY KEY (pickup_point_id),
  CONSTRAINT pickup_points_station_no_name_key UNIQUE (station_no, name),
  CONSTRAINT pickup_points_station_no_fkey FOREIGN KEY (station_no) REFERENCES stations(station_no)
);

CREATE TABLE platforms (
  version integer NOT NULL,
  stop_id text NOT NULL,
  station_no integer NOT NULL,
  code text NOT NULL,
  CONSTRAINT platforms_pkey PRIMARY KEY (version, stop_id),
  CONSTRAINT platforms_station_no_fkey FOREIGN KEY (station_no) REFERENCES stations(station_no),
  CONSTRAINT platforms_version_fkey FOREIGN KEY (version) REFERENCES timetables(version) ON DELETE CASCADE
);

CREATE TABLE runs (
  version integer NOT NULL,
  service_no integer NOT NULL,
  start_seconds integer NOT NULL,
  end_seconds integer NOT NULL,
  trip_no integer NOT NULL,
  station_nos integer[] NOT NULL,
  arrival_seconds integer[] NOT NULL,
  departure_seconds integer[] NOT NULL
);
CREATE INDEX runs_by_start ON station.runs USING btree (version, service_no, start_seconds);

CREATE TABLE services (
  version integer NOT NULL,
  service_no integer NOT NULL,
  service_id text NOT NULL,
  weekdays smallint NOT NULL,
  start_date date,
  end_date date,
  added date[] NOT NULL,
  removed date[] NOT NULL,
  CONSTRAINT services_pkey PRIMARY KEY (version, service_no),
  CONSTRAINT services_version_fkey FOREIGN KEY (version) REFERENCES timetables(version) ON DELETE CASCADE
);

CREATE TABLE station_lines (
  version integer NOT NULL,
  station_no integer NOT NULL,
  line_no integer NOT NULL,
  CONSTRAINT station_lines_pkey PRIMARY KEY (station_no, version, line_no),
  CONSTRAINT station_lines_station_no_fkey FOREIGN KEY (station_no) REFERENCES stations(station_no),
  CONSTRAINT station_lines_version_line_no_fkey FOREIGN KEY (version, line_no) REFERENCES lines(version, line_no) ON DELETE CASCADE
);
CREATE INDEX station_lines_by_line ON station.station_lines USING btree (version, line_no);

CREATE TABLE stations (
  station_no integer GENERATED ALWAYS AS IDENTITY NOT NULL,
  station_id text NOT NULL,
  feed_id text NOT NULL,
  stop_id text NOT NULL,
  name text NOT NULL,
  latitude double precision NOT NULL,
  longitude double precision NOT NULL,
  time_zone text NOT NULL,
  active boolean DEFAULT true NOT NULL,
  edited boolean DEFAULT false NOT NULL,
  CONSTRAINT stations_pkey PRIMARY KEY (station_no),
  CONSTRAINT stations_station_id_key UNIQUE (station_id),
  CONSTRAINT stations_check CHECK ((station_id = ((feed_id || ':'::text) || stop_id))),
  CONSTRAINT stations_latitude_check CHECK (((latitude >= ('-90'::integer)::double precision) AND (latitude <= (90)::double precision))),
  CONSTRAINT stations_longitude_check CHECK (((longitude >= ('-180'::integer)::double precision) AND (longitude <= (180)::double precision)))
);
CREATE INDEX stations_by_feed ON station.stations USING btree (feed_id);
CREATE INDEX stations_by_latitude ON station.stations USING btree (latitude) WHERE active;
CREATE INDEX stations_by_name ON station.stations USING btree (name COLLATE "C", station_id COLLATE "C");

CREATE TABLE timetables (
  version integer GENERATED ALWAYS AS IDENTITY NOT NULL,
  feed_id text NOT NULL,
  feed_version text NOT NULL,
  content_hash text NOT NULL,
  time_zone text NOT NULL,
  start_date date NOT NULL,
  end_date date NOT NULL,
  replay_last_week boolean NOT NULL,
  max_seconds integer NOT NULL,
  station_count integer NOT NULL,
  train_count integer NOT NULL,
  call_count bigint NOT NULL,
  import_time timestamp with time zone NOT NULL,
  longest_run_seconds integer NOT NULL,
  CONSTRAINT timetables_pkey PRIMARY KEY (version),
  CONSTRAINT timetables_feed_id_key UNIQUE (feed_id)
);

CREATE TABLE trips (
  version integer NOT NULL,
  trip_no integer NOT NULL,
  trip_id text NOT NULL,
  line_no integer NOT NULL,
  service_no integer NOT NULL,
  direction_id smallint NOT NULL,
  headsign text NOT NULL,
  CONSTRAINT trips_pkey PRIMARY KEY (version, trip_no)
);
CREATE UNIQUE INDEX trips_by_id ON station.trips USING btree (version, trip_id);
