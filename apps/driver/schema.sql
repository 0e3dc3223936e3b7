-- Schema of driver, made by `npm run schema:dump` from its migrations. Do not edit.

CREATE OR REPLACE FUNCTION driver.is_erased(person text)
 RETURNS boolean
 LANGUAGE plpgsql
AS $function$
BEGIN
  PERFORM pg_advisory_xact_lock_shared(4207121, hashtext(person));
  RETURN EXISTS (SELECT FROM erased_people WHERE person_hash = sha256(convert_to(person, 'UTF8')));
END $function$;

CREATE OR REPLACE FUNCTION driver.mark_erased(person text)
 RETURNS void
 LANGUAGE plpgsql
AS $function$
BEGIN
  PERFORM pg_advisory_xact_lock(4207121, hashtext(person));
  INSERT INTO erased_people (person_hash) VALUES (sha256(convert_to(person, 'UTF8'))) ON CONFLICT DO NOTHING;
END $function$;

CREATE OR REPLACE FUNCTION driver.refuse_erased_callers()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
BEGIN
  IF is_erased(NEW.caller_id) THEN
    RAISE EXCEPTION 'the account is erased' USING ERRCODE = 'check_violation', CONSTRAINT = 'requests_of_nobody_erased';
  END IF;
  RETURN NEW;
END $function$;

CREATE TABLE drivers (
  driver_id uuid NOT NULL,
  name text NOT NULL,
  plate text NOT NULL,
  description text NOT NULL,
  seats integer NOT NULL,
  wheelchair_places integer NOT NULL,
  create_time timestamp(3) with time zone NOT NULL,
  erase_time timestamp(3) with time zone,
  status text NOT NULL,
  status_reason text DEFAULT ''::text NOT NULL,
  status_time timestamp(3) with time zone NOT NULL,
  version bigint DEFAULT 1 NOT NULL,
  CONSTRAINT drivers_pkey PRIMARY KEY (driver_id),
  CONSTRAINT drivers_check CHECK ((((wheelchair_places >= 0) AND (wheelchair_places <= 2)) AND (wheelchair_places <= seats))),
  CONSTRAINT drivers_check1 CHECK (((status_reason <> ''::text) = (status = 'suspended'::text))),
  CONSTRAINT drivers_name_check CHECK ((name <> ''::text)),
  CONSTRAINT drivers_plate_check CHECK ((plate <> ''::text)),
  CONSTRAINT drivers_seats_check CHECK (((seats >= 1) AND (seats <= 8))),
  CONSTRAINT drivers_status_check CHECK ((status = ANY (ARRAY['pending'::text, 'approved'::text, 'suspended'::text]))),
  CONSTRAINT drivers_version_check CHECK ((version >= 1))
);
CREATE INDEX drivers_by_status ON driver.drivers USING btree (status, create_time DESC, driver_id DESC) WHERE (status <> 'approved'::text);
CREATE INDEX drivers_by_time ON driver.drivers USING btree (create_time DESC, driver_id DESC);

CREATE TABLE erased_people (
  person_hash bytea NOT NULL,
  erase_time timestamp with time zone DEFAULT now() NOT NULL,
  CONSTRAINT erased_people_pkey PRIMARY KEY (person_hash)
);

CREATE TABLE routes (
  route_id uuid NOT NULL,
  driver_id uuid NOT NULL,
  status text NOT NULL,
  stops jsonb NOT NULL,
  destination_latitude double precision NOT NULL,
  destination_longitude double precision NOT NULL,
  destination_name text NOT NULL,
  seats integer NOT NULL,
  wheelchair_places integer NOT NULL,
  detour_budget_seconds integer NOT NULL,
  auto_accept boolean NOT NULL,
  create_time timestamp(3) with time zone NOT NULL,
  start_time timestamp(3) with time zone,
  finish_time timestamp(3) with time zone,
  version bigint NOT NULL,
  pending jsonb,
  blur_time timestamp(3) with time zone,
  CONSTRAINT routes_pkey PRIMARY KEY (route_id),
  CONSTRAINT routes_check CHECK (((wheelchair_places >= 0) AND (wheelchair_places <= seats))),
  CONSTRAINT routes_destination_latitude_check CHECK (((destination_latitude >= ('-90'::integer)::double precision) AND (destination_latitude <= (90)::double precision))),
  CONSTRAINT routes_destination_longitude_check CHECK (((destination_longitude >= ('-180'::integer)::double precision) AND (destination_longitude <= (180)::double precision))),
  CONSTRAINT routes_detour_budget_seconds_check CHECK (((detour_budget_seconds >= 0) AND (detour_budget_seconds <= 3600))),
  CONSTRAINT routes_finished_has_time CHECK (((finish_time IS NOT NULL) = (status = 'finished'::text))),
  CONSTRAINT routes_pending_says_what CHECK (
CASE status
    WHEN 'starting'::text THEN ((pending ->> 'kind'::text) = 'start'::text)
    WHEN 'finishing'::text THEN ((pending ->> 'kind'::text) = 'finish'::text)
    WHEN 'started'::text THEN (COALESCE((pending ->> 'kind'::text), 'resize'::text) = 'resize'::text)
    ELSE (pending IS NULL)
END),
  CONSTRAINT routes_seats_check CHECK (((seats >= 1) AND (seats <= 8))),
  CONSTRAINT routes_started_has_time CHECK (((status <> 'started'::text) OR (start_time IS NOT NULL))),
  CONSTRAINT routes_status_check CHECK ((status = ANY (ARRAY['registered'::text, 'starting'::text, 'started'::text, 'finishing'::text, 'finished'::text]))),
  CONSTRAINT routes_stops_check CHECK (((jsonb_array_length(stops) >= 1) AND (jsonb_array_length(stops) <= 10))),
  CONSTRAINT routes_version_check CHECK ((version >= 1)),
  CONSTRAINT routes_driver_id_fkey FOREIGN KEY (driver_id) REFERENCES drivers(driver_id)
);
CREATE INDEX routes_by_driver ON driver.routes USING btree (driver_id, create_time DESC, route_id DESC);
CREATE INDEX routes_by_start ON driver.routes USING btree (start_time) INCLUDE (seats);
CREATE INDEX routes_by_time ON driver.routes USING btree (create_time DESC, route_id DESC);
CREATE UNIQUE INDEX routes_one_driven_per_driver ON driver.routes USING btree (driver_id) WHERE ((status = ANY (ARRAY['starting'::text, 'started'::text])) OR ((status = 'finishing'::text) AND (start_time IS NOT NULL)));
CREATE INDEX routes_started_by_driver ON driver.routes USING btree (driver_id) WHERE (status = 'started'::text);
CREATE INDEX routes_to_blur ON driver.routes USING btree (finish_time) WHERE ((blur_time IS NULL) AND (finish_time IS NOT NULL));
CREATE INDEX routes_unfinished_by_status ON driver.routes USING btree (status, create_time DESC, route_id DESC) WHERE (status <> 'finished'::text);
