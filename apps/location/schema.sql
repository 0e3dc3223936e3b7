-- Schema of location, made by `npm run schema:dump` from its migrations. Do not edit.

CREATE OR REPLACE FUNCTION location.is_erased(person text)
 RETURNS boolean
 LANGUAGE plpgsql
AS $function$
BEGIN
  PERFORM pg_advisory_xact_lock_shared(4207121, hashtext(person));
  RETURN EXISTS (SELECT FROM erased_people WHERE person_hash = sha256(convert_to(person, 'UTF8')));
END $function$;

CREATE OR REPLACE FUNCTION location.mark_erased(person text)
 RETURNS void
 LANGUAGE plpgsql
AS $function$
BEGIN
  PERFORM pg_advisory_xact_lock(4207121, hashtext(person));
  INSERT INTO erased_people (person_hash) VALUES (sha256(convert_to(person, 'UTF8'))) ON CONFLICT DO NOTHING;
END $function$;

CREATE OR REPLACE FUNCTION location.refuse_erased_callers()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
BEGIN
  IF is_erased(NEW.caller_id) THEN
    RAISE EXCEPTION 'the account is erased' USING ERRCODE = 'check_violation', CONSTRAINT = 'requests_of_nobody_erased';
  END IF;
  RETURN NEW;
END $function$;

CREATE TABLE erased_people (
  person_hash bytea NOT NULL,
  erase_time timestamp with time zone DEFAULT now() NOT NULL,
  CONSTRAINT erased_people_pkey PRIMARY KEY (person_hash)
);

CREATE TABLE positions (
  driver_id text NOT NULL,
  route_id text NOT NULL,
  latitude double precision NOT NULL,
  longitude double precision NOT NULL,
  "time" timestamp with time zone NOT NULL,
  accuracy_meters double precision NOT NULL,
  speed_meters_per_second double precision,
  heading_degrees double precision,
  etas jsonb DEFAULT '[]'::jsonb NOT NULL,
  free_seats integer DEFAULT 0 NOT NULL,
  revision bigint DEFAULT 1 NOT NULL,
  CONSTRAINT positions_pkey PRIMARY KEY (driver_id),
  CONSTRAINT positions_accuracy_meters_check CHECK ((accuracy_meters >= (0)::double precision)),
  CONSTRAINT positions_latitude_check CHECK (((latitude >= ('-90'::integer)::double precision) AND (latitude <= (90)::double precision))),
  CONSTRAINT positions_longitude_check CHECK (((longitude >= ('-180'::integer)::double precision) AND (longitude <= (180)::double precision))),
  CONSTRAINT positions_driver_id_fkey FOREIGN KEY (driver_id) REFERENCES watches(driver_id) ON DELETE CASCADE
);
CREATE INDEX positions_by_place ON location.positions USING btree (latitude, longitude);

CREATE TABLE trips (
  trip_id text NOT NULL,
  driver_id text NOT NULL,
  route_id text NOT NULL,
  station_id text NOT NULL,
  version bigint NOT NULL,
  status text NOT NULL,
  party_size integer NOT NULL,
  pickup_latitude double precision NOT NULL,
  pickup_longitude double precision NOT NULL,
  destination_latitude double precision NOT NULL,
  destination_longitude double precision NOT NULL,
  ready_time timestamp with time zone NOT NULL,
  pickup_time timestamp with time zone NOT NULL,
  dropoff_time timestamp with time zone NOT NULL,
  dropoff_order integer NOT NULL,
  board_time timestamp with time zone,
  dropoff_reached_time timestamp with time zone,
  CONSTRAINT trips_pkey PRIMARY KEY (trip_id),
  CONSTRAINT trips_party_size_check CHECK ((party_size > 0)),
  CONSTRAINT trips_status_check CHECK ((status = ANY (ARRAY['offered'::text, 'scheduled'::text, 'arrived'::text, 'active'::text, 'ended'::text])))
);
CREATE INDEX trips_by_driver ON location.trips USING btree (driver_id);

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
  reached_time timestamp with time zone,
  passed_time timestamp with time zone,
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
  seats integer DEFAULT 0 NOT NULL,
  doubt jsonb,
  CONSTRAINT watches_pkey PRIMARY KEY (driver_id)
);
CREATE INDEX watches_over ON location.watches USING btree (start_time) WHERE (NOT on_duty);
