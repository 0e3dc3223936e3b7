-- For operators: the rides of one station, the counts of a day, which are read from the index alone, and the few of its rides
-- that were left without a car. `status` costs updates nothing here: the predicates of other indexes depend on it already.
-- `waiting_reason` is in none: every plan writes it.
DROP INDEX rides_by_time;
CREATE INDEX rides_by_time ON rides (create_time DESC, ride_id DESC) INCLUDE (station_id, status);
CREATE INDEX rides_by_station ON rides (station_id, create_time DESC, ride_id DESC);
CREATE INDEX rides_left_waiting ON rides (create_time) WHERE status IN ('waiting', 'expired');
