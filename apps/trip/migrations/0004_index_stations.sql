-- For operators: the trips of one station.
CREATE INDEX trips_by_station ON trips (station_id, create_time DESC, trip_id DESC);
