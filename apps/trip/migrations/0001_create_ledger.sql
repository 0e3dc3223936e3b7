-- The assignment ledger. Three promises hold here whatever the code does: a ride has at most one live trip, a route never
-- holds more parties than it has room for, and what has ended stays ended.

-- How full a started route is: the row every command on the route locks first.
CREATE TABLE route_loads (
  route_id uuid PRIMARY KEY,
  driver_id uuid NOT NULL,
  driver_name text NOT NULL,
  vehicle_plate text NOT NULL,
  vehicle_description text NOT NULL,
  seats integer NOT NULL CHECK (seats BETWEEN 1 AND 8),
  seats_taken integer NOT NULL DEFAULT 0,
  wheelchair_places integer NOT NULL CHECK (wheelchair_places BETWEEN 0 AND 8),
  wheelchair_places_taken integer NOT NULL DEFAULT 0,
  auto_accept boolean NOT NULL,
  open boolean NOT NULL DEFAULT true,
  CONSTRAINT route_loads_seats_suffice CHECK (seats_taken BETWEEN 0 AND seats),
  CONSTRAINT route_loads_wheelchair_places_suffice CHECK (wheelchair_places_taken BETWEEN 0 AND wheelchair_places),
  CONSTRAINT route_loads_closed_is_empty CHECK (open OR seats_taken = 0)
);

CREATE UNIQUE INDEX route_loads_one_open_per_driver ON route_loads (driver_id) WHERE open;

-- What the ledger remembers about a ride request: the row that makes two routes take turns for one rider.
CREATE TABLE rides (
  ride_id uuid PRIMARY KEY,
  closed boolean NOT NULL DEFAULT false,
  excluded_driver_ids uuid[] NOT NULL DEFAULT '{}'
);

CREATE TABLE trips (
  trip_id uuid PRIMARY KEY,
  ride_id uuid NOT NULL REFERENCES rides,
  route_id uuid NOT NULL REFERENCES route_loads,
  station_id text NOT NULL,
  rider_id uuid NOT NULL,
  rider_name text NOT NULL,
  driver_id uuid NOT NULL,
  driver_name text NOT NULL,
  vehicle_plate text NOT NULL,
  vehicle_description text NOT NULL,
  status text NOT NULL CHECK (status IN
    ('offered', 'scheduled', 'arrived', 'active', 'completed', 'declined', 'expired', 'cancelled', 'no_show')),
  live boolean NOT NULL GENERATED ALWAYS AS (status IN ('offered', 'scheduled', 'arrived', 'active')) STORED,
  party_size integer NOT NULL CHECK (party_size BETWEEN 1 AND 6),
  wheelchair boolean NOT NULL,
  pickup_latitude double precision NOT NULL CHECK (pickup_latitude BETWEEN -90 AND 90),
  pickup_longitude double precision NOT NULL CHECK (pickup_longitude BETWEEN -180 AND 180),
  pickup_name text NOT NULL,
  destination_latitude double precision NOT NULL CHECK (destination_latitude BETWEEN -90 AND 90),
  destination_longitude double precision NOT NULL CHECK (destination_longitude BETWEEN -180 AND 180),
  destination_name text NOT NULL,
  -- Milliseconds, as JavaScript's dates have them, so that a keyset page finds its place again.
  ready_time timestamptz(3) NOT NULL,
  pickup_time timestamptz(3) NOT NULL,
  latest_pickup_time timestamptz(3) NOT NULL,
  dropoff_time timestamptz(3) NOT NULL,
  latest_dropoff_time timestamptz(3) NOT NULL,
  direct_seconds integer NOT NULL CHECK (direct_seconds >= 0),
  dropoff_order integer NOT NULL,
  offer_expire_time timestamptz(3),
  pin text NOT NULL CHECK (pin ~ '^[0-9]{4}$'),
  pin_expire_time timestamptz(3) NOT NULL,
  wrong_pins integer NOT NULL DEFAULT 0 CHECK (wrong_pins BETWEEN 0 AND 5),
  fare_currency text NOT NULL CHECK (fare_currency ~ '^[A-Z]{3}$'),
  fare_amount_minor bigint NOT NULL CHECK (fare_amount_minor >= 0),
  ended_by text CHECK (ended_by IN ('rider', 'driver', 'operator', 'platform')),
  end_reason text NOT NULL DEFAULT '' CHECK (length(end_reason) <= 200),
  create_time timestamptz(3) NOT NULL,
  accept_time timestamptz(3),
  arrive_time timestamptz(3),
  board_time timestamptz(3),
  end_time timestamptz(3),
  driver_rating integer NOT NULL DEFAULT 0 CHECK (driver_rating BETWEEN 0 AND 5),
  rider_rating integer NOT NULL DEFAULT 0 CHECK (rider_rating BETWEEN 0 AND 5),
  version bigint NOT NULL CHECK (version >= 1),
  CONSTRAINT trips_nobody_drives_themselves CHECK (rider_id <> driver_id),
  CONSTRAINT trips_pickup_within_promise CHECK (pickup_time BETWEEN ready_time AND latest_pickup_time),
  CONSTRAINT trips_dropoff_within_promise CHECK (dropoff_time > pickup_time AND dropoff_time <= latest_dropoff_time),
  CONSTRAINT trips_offers_lapse CHECK (status <> 'offered' OR offer_expire_time IS NOT NULL),
  CONSTRAINT trips_accepted_has_time
    CHECK (status NOT IN ('scheduled', 'arrived', 'active', 'completed') OR accept_time IS NOT NULL),
  CONSTRAINT trips_arrived_has_time CHECK (status <> 'arrived' OR arrive_time IS NOT NULL),
  CONSTRAINT trips_boarded_has_time CHECK ((board_time IS NOT NULL) = (status IN ('active', 'completed'))),
  CONSTRAINT trips_ended_has_time
    CHECK ((end_time IS NULL) = (status IN ('offered', 'scheduled', 'arrived', 'active'))),
  CONSTRAINT trips_ended_early_has_party
    CHECK ((ended_by IS NOT NULL) = (status IN ('declined', 'expired', 'cancelled', 'no_show'))),
  CONSTRAINT trips_only_completed_are_rated
    CHECK (status = 'completed' OR (driver_rating = 0 AND rider_rating = 0))
);

CREATE UNIQUE INDEX trips_one_live_per_ride ON trips (ride_id) WHERE live;
CREATE INDEX trips_by_ride ON trips (ride_id, create_time);
CREATE INDEX trips_live_by_route ON trips (route_id) WHERE live;
CREATE INDEX trips_by_rider ON trips (rider_id, create_time DESC, trip_id DESC);
CREATE INDEX trips_by_driver ON trips (driver_id, create_time DESC, trip_id DESC);
CREATE INDEX trips_by_time ON trips (create_time DESC, trip_id DESC);

-- One row for each version of a trip.
CREATE TABLE trip_history (
  trip_id uuid NOT NULL REFERENCES trips ON DELETE CASCADE,
  version bigint NOT NULL,
  status text NOT NULL,
  actor text NOT NULL CHECK (actor IN ('rider', 'driver', 'operator', 'platform')),
  time timestamptz(3) NOT NULL,
  PRIMARY KEY (trip_id, version)
);

-- seats_taken is the sum over live trips because nothing else writes it; its CHECK then refuses to oversell.
CREATE FUNCTION hold_seats() RETURNS trigger LANGUAGE plpgsql AS $$
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
END $$;

CREATE TRIGGER trips_hold_seats AFTER INSERT OR DELETE ON trips
  FOR EACH ROW EXECUTE FUNCTION hold_seats();
CREATE TRIGGER trips_move_seats AFTER UPDATE ON trips
  FOR EACH ROW WHEN ((OLD.live, OLD.party_size, OLD.wheelchair, OLD.route_id)
    IS DISTINCT FROM (NEW.live, NEW.party_size, NEW.wheelchair, NEW.route_id)) EXECUTE FUNCTION hold_seats();

-- A closed ride or route takes nobody in.
CREATE FUNCTION require_open_ride_and_route() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT FROM rides WHERE ride_id = NEW.ride_id AND closed)
    OR EXISTS (SELECT FROM route_loads WHERE route_id = NEW.route_id AND NOT open) THEN
    RAISE EXCEPTION 'ride or route of trip % is closed', NEW.trip_id
      USING ERRCODE = 'check_violation', CONSTRAINT = 'trips_need_open_ride_and_route';
  END IF;
  RETURN NEW;
END $$;

CREATE TRIGGER trips_need_open_ride_and_route BEFORE INSERT ON trips
  FOR EACH ROW EXECUTE FUNCTION require_open_ride_and_route();

-- What has ended stays as it ended.
CREATE FUNCTION refuse_afterlife() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'trip % has ended', NEW.trip_id
    USING ERRCODE = 'check_violation', CONSTRAINT = 'trips_stay_ended';
END $$;

CREATE TRIGGER trips_stay_ended BEFORE UPDATE OF status ON trips
  FOR EACH ROW WHEN (OLD.end_time IS NOT NULL AND OLD.status <> NEW.status) EXECUTE FUNCTION refuse_afterlife();
