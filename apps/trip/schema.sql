-- Schema of trip, made by `npm run schema:dump` from its migrations. Do not edit.

CREATE OR REPLACE FUNCTION trip.hold_seats()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
BEGIN
  IF TG_OP <> 'INSERT' AND OLD.live THEN
    UPDATE route_loads
      SET seats_taken = seats_taken - OLD.party_size,
          wheelchair_places_taken = wheelchair_places_taken - OLD.wheelchair::integer
      WHERE route_id = OLD.route_id;
  END IF;
  IF TG_OP <> 'DELETE' AND NEW.live THEN
    UPDATE route_loads
      SET seats_taken = seats_taken + NEW.party_size,
          wheelchair_places_taken = wheelchair_places_taken + NEW.wheelchair::integer
      WHERE route_id = NEW.route_id;
  END IF;
  RETURN NULL;
END $function$;

CREATE OR REPLACE FUNCTION trip.is_erased(person text)
 RETURNS boolean
 LANGUAGE plpgsql
AS $function$
BEGIN
  PERFORM pg_advisory_xact_lock_shared(4207121, hashtext(person));
  RETURN EXISTS (SELECT FROM erased_people WHERE person_hash = sha256(convert_to(person, 'UTF8')));
END $function$;

CREATE OR REPLACE FUNCTION trip.mark_erased(person text)
 RETURNS void
 LANGUAGE plpgsql
AS $function$
BEGIN
  PERFORM pg_advisory_xact_lock(4207121, hashtext(person));
  INSERT INTO erased_people (person_hash) VALUES (sha256(convert_to(person, 'UTF8'))) ON CONFLICT DO NOTHING;
END $function$;

CREATE OR REPLACE FUNCTION trip.refuse_afterlife()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
BEGIN
  RAISE EXCEPTION 'trip % has ended', NEW.trip_id
    USING ERRCODE = 'check_violation', CONSTRAINT = 'trips_stay_ended';
END $function$;

CREATE OR REPLACE FUNCTION trip.refuse_erased_callers()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
BEGIN
  IF is_erased(NEW.caller_id) THEN
    RAISE EXCEPTION 'the account is erased' USING ERRCODE = 'check_violation', CONSTRAINT = 'requests_of_nobody_erased';
  END IF;
  RETURN NEW;
END $function$;

CREATE OR REPLACE FUNCTION trip.require_open_ride_and_route()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
BEGIN
  IF EXISTS (SELECT FROM rides WHERE ride_id = NEW.ride_id AND closed)
    OR EXISTS (SELECT FROM route_loads WHERE route_id = NEW.route_id AND NOT open) THEN
    RAISE EXCEPTION 'ride or route of trip % is closed', NEW.trip_id
      USING ERRCODE = 'check_violation', CONSTRAINT = 'trips_need_open_ride_and_route';
  END IF;
  RETURN NEW;
END $function$;

CREATE TABLE erased_people (
  person_hash bytea NOT NULL,
  erase_time timestamp with time zone DEFAULT now() NOT NULL,
  CONSTRAINT erased_people_pkey PRIMARY KEY (person_hash)
);

CREATE TABLE rides (
  ride_id uuid NOT NULL,
  closed boolean DEFAULT false NOT NULL,
  excluded_driver_ids uuid[] DEFAULT '{}'::uuid[] NOT NULL,
  CONSTRAINT rides_pkey PRIMARY KEY (ride_id)
);

CREATE TABLE route_loads (
  route_id uuid NOT NULL,
  driver_id uuid NOT NULL,
  driver_name text NOT NULL,
  vehicle_plate text NOT NULL,
  vehicle_description text NOT NULL,
  seats integer NOT NULL,
  seats_taken integer DEFAULT 0 NOT NULL,
  wheelchair_places integer NOT NULL,
  wheelchair_places_taken integer DEFAULT 0 NOT NULL,
  auto_accept boolean NOT NULL,
  open boolean DEFAULT true NOT NULL,
  route_version bigint DEFAULT 0 NOT NULL,
  takes_riders boolean DEFAULT true NOT NULL,
  CONSTRAINT route_loads_pkey PRIMARY KEY (route_id),
  CONSTRAINT route_loads_closed_is_empty CHECK ((open OR (seats_taken = 0))),
  CONSTRAINT route_loads_route_version_check CHECK ((route_version >= 0)),
  CONSTRAINT route_loads_seats_check CHECK (((seats >= 1) AND (seats <= 8))),
  CONSTRAINT route_loads_seats_suffice CHECK (((seats_taken >= 0) AND (seats_taken <= seats))),
  CONSTRAINT route_loads_wheelchair_places_check CHECK (((wheelchair_places >= 0) AND (wheelchair_places <= 8))),
  CONSTRAINT route_loads_wheelchair_places_suffice CHECK (((wheelchair_places_taken >= 0) AND (wheelchair_places_taken <= wheelchair_places)))
);
CREATE INDEX route_loads_by_driver ON trip.route_loads USING btree (driver_id);
CREATE UNIQUE INDEX route_loads_one_open_per_driver ON trip.route_loads USING btree (driver_id) WHERE open;

CREATE TABLE share_links (
  token_hash text NOT NULL,
  trip_id uuid NOT NULL,
  create_time timestamp(3) with time zone NOT NULL,
  expire_time timestamp(3) with time zone NOT NULL,
  CONSTRAINT share_links_pkey PRIMARY KEY (token_hash),
  CONSTRAINT share_links_check CHECK ((expire_time > create_time)),
  CONSTRAINT share_links_trip_id_fkey FOREIGN KEY (trip_id) REFERENCES trips(trip_id)
);
CREATE INDEX share_links_by_trip ON trip.share_links USING btree (trip_id, create_time);
CREATE INDEX share_links_expire_time ON trip.share_links USING btree (expire_time);

CREATE TABLE trip_history (
  trip_id uuid NOT NULL,
  version bigint NOT NULL,
  status text NOT NULL,
  actor text NOT NULL,
  "time" timestamp(3) with time zone NOT NULL,
  CONSTRAINT trip_history_pkey PRIMARY KEY (trip_id, version),
  CONSTRAINT trip_history_actor_check CHECK ((actor = ANY (ARRAY['rider'::text, 'driver'::text, 'operator'::text, 'platform'::text]))),
  CONSTRAINT trip_history_trip_id_fkey FOREIGN KEY (trip_id) REFERENCES trips(trip_id) ON DELETE CASCADE
);

CREATE TABLE trips (
  trip_id uuid NOT NULL,
  ride_id uuid NOT NULL,
  route_id uuid NOT NULL,
  station_id text NOT NULL,
  rider_id uuid NOT NULL,
  rider_name text NOT NULL,
  driver_id uuid NOT NULL,
  driver_name text NOT NULL,
  vehicle_plate text NOT NULL,
  vehicle_description text NOT NULL,
  status text NOT NULL,
  live boolean GENERATED ALWAYS AS ((status = ANY (ARRAY['offered'::text, 'scheduled'::text, 'arrived'::text, 'active'::text]))) STORED NOT NULL,
  party_size integer NOT NULL,
  wheelchair boolean NOT NULL,
  pickup_latitude double precision NOT NULL,
  pickup_longitude double precision NOT NULL,
  pickup_name text NOT NULL,
  destination_latitude double precision NOT NULL,
  destination_longitude double precision NOT NULL,
  destination_name text NOT NULL,
  ready_time timestamp(3) with time zone NOT NULL,
  pickup_time timestamp(3) with time zone NOT NULL,
  latest_pickup_time timestamp(3) with time zone NOT NULL,
  dropoff_time timestamp(3) with time zone NOT NULL,
  latest_dropoff_time timestamp(3) with time zone NOT NULL,
  direct_seconds integer NOT NULL,
  dropoff_order integer NOT NULL,
  offer_expire_time timestamp(3) with time zone,
  pin text NOT NULL,
  pin_expire_time timestamp(3) with time zone NOT NULL,
  wrong_pins integer DEFAULT 0 NOT NULL,
  fare_currency text NOT NULL,
  fare_amount_minor bigint NOT NULL,
  ended_by text,
  end_reason text DEFAULT ''::text NOT NULL,
  create_time timestamp(3) with time zone NOT NULL,
  accept_time timestamp(3) with time zone,
  arrive_time timestamp(3) with time zone,
  board_time timestamp(3) with time zone,
  end_time timestamp(3) with time zone,
  driver_rating integer DEFAULT 0 NOT NULL,
  rider_rating integer DEFAULT 0 NOT NULL,
  version bigint NOT NULL,
  added_detour_seconds integer DEFAULT 0 NOT NULL,
  blur_time timestamp(3) with time zone,
  CONSTRAINT trips_pkey PRIMARY KEY (trip_id),
  CONSTRAINT trips_accepted_has_time CHECK (((status <> ALL (ARRAY['scheduled'::text, 'arrived'::text, 'active'::text, 'completed'::text])) OR (accept_time IS NOT NULL))),
  CONSTRAINT trips_added_detour_seconds_check CHECK ((added_detour_seconds >= 0)),
  CONSTRAINT trips_arrived_has_time CHECK (((status <> 'arrived'::text) OR (arrive_time IS NOT NULL))),
  CONSTRAINT trips_boarded_has_time CHECK (((board_time IS NOT NULL) = (status = ANY (ARRAY['active'::text, 'completed'::text])))),
  CONSTRAINT trips_destination_latitude_check CHECK (((destination_latitude >= ('-90'::integer)::double precision) AND (destination_latitude <= (90)::double precision))),
  CONSTRAINT trips_destination_longitude_check CHECK (((destination_longitude >= ('-180'::integer)::double precision) AND (destination_longitude <= (180)::double precision))),
  CONSTRAINT trips_direct_seconds_check CHECK ((direct_seconds >= 0)),
  CONSTRAINT trips_driver_rating_check CHECK (((driver_rating >= 0) AND (driver_rating <= 5))),
  CONSTRAINT trips_dropoff_within_promise CHECK (((dropoff_time > pickup_time) AND (dropoff_time <= latest_dropoff_time))),
  CONSTRAINT trips_end_reason_check CHECK ((length(end_reason) <= 200)),
  CONSTRAINT trips_ended_by_check CHECK ((ended_by = ANY (ARRAY['rider'::text, 'driver'::text, 'operator'::text, 'platform'::text]))),
  CONSTRAINT trips_ended_early_has_party CHECK (((ended_by IS NOT NULL) = (status = ANY (ARRAY['declined'::text, 'expired'::text, 'cancelled'::text, 'no_show'::text])))),
  CONSTRAINT trips_ended_has_time CHECK (((end_time IS NULL) = (status = ANY (ARRAY['offered'::text, 'scheduled'::text, 'arrived'::text, 'active'::text])))),
  CONSTRAINT trips_fare_amount_minor_check CHECK ((fare_amount_minor >= 0)),
  CONSTRAINT trips_fare_currency_check CHECK ((fare_currency ~ '^[A-Z]{3}$'::text)),
  CONSTRAINT trips_nobody_drives_themselves CHECK ((rider_id <> driver_id)),
  CONSTRAINT trips_offers_lapse CHECK (((status <> 'offered'::text) OR (offer_expire_time IS NOT NULL))),
  CONSTRAINT trips_only_completed_are_rated CHECK (((status = 'completed'::text) OR ((driver_rating = 0) AND (rider_rating = 0)))),
  CONSTRAINT trips_party_size_check CHECK (((party_size >= 1) AND (party_size <= 6))),
  CONSTRAINT trips_pickup_latitude_check CHECK (((pickup_latitude >= ('-90'::integer)::double precision) AND (pickup_latitude <= (90)::double precision))),
  CONSTRAINT trips_pickup_longitude_check CHECK (((pickup_longitude >= ('-180'::integer)::double precision) AND (pickup_longitude <= (180)::double precision))),
  CONSTRAINT trips_pickup_within_promise CHECK (((pickup_time >= ready_time) AND (pickup_time <= latest_pickup_time))),
  CONSTRAINT trips_pin_check CHECK ((pin ~ '^[0-9]{4}$'::text)),
  CONSTRAINT trips_rider_rating_check CHECK (((rider_rating >= 0) AND (rider_rating <= 5))),
  CONSTRAINT trips_status_check CHECK ((status = ANY (ARRAY['offered'::text, 'scheduled'::text, 'arrived'::text, 'active'::text, 'completed'::text, 'declined'::text, 'expired'::text, 'cancelled'::text, 'no_show'::text]))),
  CONSTRAINT trips_version_check CHECK ((version >= 1)),
  CONSTRAINT trips_wrong_pins_check CHECK (((wrong_pins >= 0) AND (wrong_pins <= 5))),
  CONSTRAINT trips_ride_id_fkey FOREIGN KEY (ride_id) REFERENCES rides(ride_id),
  CONSTRAINT trips_route_id_fkey FOREIGN KEY (route_id) REFERENCES route_loads(route_id)
);
CREATE INDEX trips_by_driver ON trip.trips USING btree (driver_id, create_time DESC, trip_id DESC);
CREATE INDEX trips_by_ride ON trip.trips USING btree (ride_id, create_time);
CREATE INDEX trips_by_rider ON trip.trips USING btree (rider_id, create_time DESC, trip_id DESC);
CREATE INDEX trips_by_route ON trip.trips USING btree (route_id, create_time DESC, trip_id DESC);
CREATE INDEX trips_by_station ON trip.trips USING btree (station_id, create_time DESC, trip_id DESC);
CREATE INDEX trips_by_time ON trip.trips USING btree (create_time DESC, trip_id DESC);
CREATE INDEX trips_ended_by_status ON trip.trips USING btree (status, create_time DESC, trip_id DESC) WHERE (NOT live);
CREATE INDEX trips_live_by_time ON trip.trips USING btree (create_time DESC, trip_id DESC) WHERE live;
CREATE UNIQUE INDEX trips_one_live_per_ride ON trip.trips USING btree (ride_id) WHERE live;
CREATE INDEX trips_to_blur ON trip.trips USING btree (end_time) WHERE ((blur_time IS NULL) AND (end_time IS NOT NULL));
CREATE TRIGGER trips_hold_seats AFTER INSERT OR DELETE ON trips FOR EACH ROW EXECUTE FUNCTION hold_seats();
CREATE TRIGGER trips_move_seats AFTER UPDATE ON trips FOR EACH ROW WHEN (old.live IS DISTINCT FROM new.live OR old.party_size IS DISTINCT FROM new.party_size OR old.wheelchair IS DISTINCT FROM new.wheelchair OR old.route_id IS DISTINCT FROM new.route_id) EXECUTE FUNCTION hold_seats();
CREATE TRIGGER trips_need_open_ride_and_route BEFORE INSERT ON trips FOR EACH ROW EXECUTE FUNCTION require_open_ride_and_route();
CREATE TRIGGER trips_stay_ended BEFORE UPDATE OF status ON trips FOR EACH ROW WHEN (old.end_time IS NOT NULL AND old.status <> new.status) EXECUTE FUNCTION refuse_afterlife();
