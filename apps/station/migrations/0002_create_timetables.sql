-- One timetable per feed is visible at any moment: an import writes the rows of a new version and deletes the old one in
-- one transaction. Rows never change, so whoever knows a version may cache what it has read of it.
CREATE TABLE timetables (
  version integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  feed_id text NOT NULL UNIQUE,
  feed_version text NOT NULL,
  content_hash text NOT NULL,
  time_zone text NOT NULL,
  start_date date NOT NULL,
  end_date date NOT NULL,
  replay_last_week boolean NOT NULL,
  -- The latest arrival, in seconds of its service day.
  max_seconds integer NOT NULL,
  station_count integer NOT NULL,
  train_count integer NOT NULL,
  call_count bigint NOT NULL,
  import_time timestamptz NOT NULL
);

CREATE TABLE services (
  version integer NOT NULL REFERENCES timetables ON DELETE CASCADE,
  service_no integer NOT NULL,
  service_id text NOT NULL,
  -- Bit 0 is Monday … bit 6 is Sunday.
  weekdays smallint NOT NULL,
  start_date date,
  end_date date,
  added date[] NOT NULL,
  removed date[] NOT NULL,
  PRIMARY KEY (version, service_no)
);

CREATE TABLE lines (
  version integer NOT NULL REFERENCES timetables ON DELETE CASCADE,
  line_no integer NOT NULL,
  line_id text NOT NULL,
  short_name text NOT NULL,
  long_name text NOT NULL,
  color text NOT NULL,
  text_color text NOT NULL,
  route_type integer NOT NULL,
  sort_order integer NOT NULL,
  PRIMARY KEY (version, line_no)
);

CREATE TABLE line_shapes (
  version integer NOT NULL,
  line_no integer NOT NULL,
  direction_id smallint NOT NULL,
  -- latitude, longitude, latitude, longitude …
  points double precision[] NOT NULL,
  PRIMARY KEY (version, line_no, direction_id),
  FOREIGN KEY (version, line_no) REFERENCES lines ON DELETE CASCADE
);

CREATE TABLE platforms (
  version integer NOT NULL REFERENCES timetables ON DELETE CASCADE,
  stop_id text NOT NULL,
  station_no integer NOT NULL REFERENCES stations,
  code text NOT NULL,
  PRIMARY KEY (version, stop_id)
);

CREATE TABLE station_lines (
  version integer NOT NULL,
  station_no integer NOT NULL REFERENCES stations,
  line_no integer NOT NULL,
  PRIMARY KEY (station_no, version, line_no),
  FOREIGN KEY (version, line_no) REFERENCES lines ON DELETE CASCADE
);
CREATE INDEX station_lines_by_line ON station_lines (version, line_no);

-- trips and arrivals have no foreign keys: checking a million references by trigger would take longer than the COPY, and
-- the import has resolved every one of them already. The import deletes their rows itself.
CREATE TABLE trips (
  version integer NOT NULL,
  trip_no integer NOT NULL,
  trip_id text NOT NULL,
  line_no integer NOT NULL,
  service_no integer NOT NULL,
  direction_id smallint NOT NULL,
  headsign text NOT NULL,
  PRIMARY KEY (version, trip_no)
);
CREATE UNIQUE INDEX trips_by_id ON trips (version, trip_id);

-- Where riders can get off, 56 bytes a row. Written in the index's order, so one hour at one station is one or two pages.
CREATE TABLE arrivals (
  version integer NOT NULL,
  station_no integer NOT NULL,
  service_no integer NOT NULL,
  -- Seconds of the service day, counted from noon minus twelve hours.
  arrival_seconds integer NOT NULL,
  departure_seconds integer NOT NULL,
  trip_no integer NOT NULL,
  stop_sequence integer NOT NULL
);
CREATE INDEX arrivals_by_station ON arrivals (version, station_no, service_no, arrival_seconds);
