-- Whole courses of trains, for "which trains are under way, and where": one row a train instead of one a call, as `arrivals`
-- has no first stops and would need every station read. Seconds of the service day, as in `arrivals`. No foreign keys, for
-- the reason given there.
CREATE TABLE runs (
  version integer NOT NULL,
  service_no integer NOT NULL,
  -- Arrival at the first stop, and at the last.
  start_seconds integer NOT NULL,
  end_seconds integer NOT NULL,
  trip_no integer NOT NULL,
  -- In order of the stops, of equal length, two or more; arrivals never decrease.
  station_nos integer[] NOT NULL,
  arrival_seconds integer[] NOT NULL,
  departure_seconds integer[] NOT NULL
);

-- Timetables imported before: what `arrivals` knows of them. Their trains appear at their second stop until the next import.
INSERT INTO runs (version, service_no, start_seconds, end_seconds, trip_no, station_nos, arrival_seconds, departure_seconds)
SELECT version, service_no, min(arrival_seconds), max(arrival_seconds), trip_no,
  array_agg(station_no ORDER BY stop_sequence), array_agg(arrival_seconds ORDER BY stop_sequence),
  array_agg(departure_seconds ORDER BY stop_sequence)
FROM arrivals GROUP BY version, service_no, trip_no HAVING count(*) > 1 ORDER BY 1, 2, 3;

CREATE INDEX runs_by_start ON runs (version, service_no, start_seconds);

-- From a train's first arrival to its last, at most: how far before a moment the trains can have started that run then.
ALTER TABLE timetables ADD COLUMN longest_run_seconds integer NOT NULL DEFAULT 0;
UPDATE timetables t SET longest_run_seconds = (
  SELECT coalesce(max(end_seconds - start_seconds), 0) FROM runs r WHERE r.version = t.version
);
ALTER TABLE timetables ALTER COLUMN longest_run_seconds DROP DEFAULT;
