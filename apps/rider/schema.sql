-- Schema of rider, made by `npm run schema:dump` from its migrations. Do not edit.

CREATE OR REPLACE FUNCTION rider.is_erased(person text)
 RETURNS boolean
 LANGUAGE plpgsql
AS $function$
BEGIN
  PERFORM pg_advisory_xact_lock_shared(4207121, hashtext(person));
  RETURN EXISTS (SELECT FROM erased_people WHERE person_hash = sha256(convert_to(person, 'UTF8')));
END $function$;

CREATE OR REPLACE FUNCTION rider.mark_erased(person text)
 RETURNS void
 LANGUAGE plpgsql
AS $function$
BEGIN
  PERFORM pg_advisory_xact_lock(4207121, hashtext(person));
  INSERT INTO erased_people (person_hash) VALUES (sha256(convert_to(person, 'UTF8'))) ON CONFLICT DO NOTHING;
END $function$;

CREATE OR REPLACE FUNCTION rider.refuse_erased_callers()
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

CREATE TABLE riders (
  rider_id uuid NOT NULL,
  name text NOT NULL,
  wheelchair boolean NOT NULL,
  create_time timestamp(3) with time zone NOT NULL,
  CONSTRAINT riders_pkey PRIMARY KEY (rider_id),
  CONSTRAINT riders_name_check CHECK ((name <> ''::text))
);

CREATE TABLE rides (
  ride_id uuid NOT NULL,
  rider_id uuid NOT NULL,
  rider_name text NOT NULL,
  status text NOT NULL,
  open boolean GENERATED ALWAYS AS ((status = ANY (ARRAY['waiting'::text, 'offered'::text, 'scheduled'::text, 'arrived'::text, 'active'::text]))) STORED NOT NULL,
  station_id text NOT NULL,
  station_name text NOT NULL,
  train jsonb NOT NULL,
  pickup_point_id text NOT NULL,
  pickup_latitude double precision NOT NULL,
  pickup_longitude double precision NOT NULL,
  pickup_name text NOT NULL,
  destination_latitude double precision NOT NULL,
  destination_longitude double precision NOT NULL,
  destination_name text NOT NULL,
  party_size integer NOT NULL,
  wheelchair boolean NOT NULL,
  ready_time timestamp(3) with time zone NOT NULL,
  latest_pickup_time timestamp(3) with time zone NOT NULL,
  direct_seconds integer NOT NULL,
  max_ride_seconds integer NOT NULL,
  excluded_driver_ids uuid[] DEFAULT '{}'::uuid[] NOT NULL,
  trip_id uuid,
  trip_create_time timestamp(3) with time zone,
  trip_version bigint,
  waiting_reason text,
  create_time timestamp(3) with time zone NOT NULL,
  end_time timestamp(3) with time zone,
  version bigint NOT NULL,
  considered_time timestamp(3) with time zone,
  blur_time timestamp(3) with time zone,
  CONSTRAINT rides_pkey PRIMARY KEY (ride_id),
  CONSTRAINT rides_check CHECK ((latest_pickup_time > ready_time)),
  CONSTRAINT rides_check1 CHECK ((max_ride_seconds >= direct_seconds)),
  CONSTRAINT rides_destination_latitude_check CHECK (((destination_latitude >= ('-90'::integer)::double precision) AND (destination_latitude <= (90)::double precision))),
  CONSTRAINT rides_destination_longitude_check CHECK (((destination_longitude >= ('-180'::integer)::double precision) AND (destination_longitude <= (180)::double precision))),
  CONSTRAINT rides_direct_seconds_check CHECK ((direct_seconds >= 0)),
  CONSTRAINT rides_ended_has_time CHECK (((end_time IS NULL) = (status = ANY (ARRAY['waiting'::text, 'offered'::text, 'scheduled'::text, 'arrived'::text, 'active'::text])))),
  CONSTRAINT rides_party_size_check CHECK (((party_size >= 1) AND (party_size <= 6))),
  CONSTRAINT rides_pickup_latitude_check CHECK (((pickup_latitude >= ('-90'::integer)::double precision) AND (pickup_latitude <= (90)::double precision))),
  CONSTRAINT rides_pickup_longitude_check CHECK (((pickup_longitude >= ('-180'::integer)::double precision) AND (pickup_longitude <= (180)::double precision))),
  CONSTRAINT rides_status_check CHECK ((status = ANY (ARRAY['waiting'::text, 'offered'::text, 'scheduled'::text, 'arrived'::text, 'active'::text, 'completed'::text, 'cancelled'::text, 'expired'::text, 'no_show'::text]))),
  CONSTRAINT rides_trip_is_whole CHECK ((((trip_id IS NULL) = (trip_create_time IS NULL)) AND ((trip_id IS NULL) = (trip_version IS NULL)))),
  CONSTRAINT rides_version_check CHECK ((version >= 1)),
  CONSTRAINT rides_rider_id_fkey FOREIGN KEY (rider_id) REFERENCES riders(rider_id)
);
CREATE INDEX rides_by_excluded_driver ON rider.rides USING gin (excluded_driver_ids) WHERE (excluded_driver_ids <> '{}'::uuid[]);
CREATE INDEX rides_by_rider ON rider.rides USING btree (rider_id, create_time DESC, ride_id DESC);
CREATE INDEX rides_by_station ON rider.rides USING btree (station_id, create_time DESC, ride_id DESC);
CREATE INDEX rides_by_time ON rider.rides USING btree (create_time DESC, ride_id DESC) INCLUDE (station_id, status);
CREATE INDEX rides_ended_by_status ON rider.rides USING btree (status, create_time DESC, ride_id DESC) WHERE (NOT open);
CREATE INDEX rides_left_waiting ON rider.rides USING btree (create_time) WHERE (status = ANY (ARRAY['waiting'::text, 'expired'::text]));
CREATE UNIQUE INDEX rides_one_open_per_rider ON rider.rides USING btree (rider_id) WHERE open;
CREATE INDEX rides_open_by_time ON rider.rides USING btree (create_time DESC, ride_id DESC) WHERE open;
CREATE INDEX rides_to_blur ON rider.rides USING btree (end_time) WHERE ((blur_time IS NULL) AND (end_time IS NOT NULL));
CREATE INDEX rides_waiting_by_station ON rider.rides USING btree (station_id, create_time) WHERE (status = 'waiting'::text);
