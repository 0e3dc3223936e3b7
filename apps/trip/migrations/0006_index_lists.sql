-- For lists by status, newest first. Few are live; of the ended ones each status is looked for by itself, as most are completed
-- and the others rare. Two indexes instead of one over status: the ended one is written once, when a trip ends, and the live
-- one does not hold the status, so that accepting, arriving and boarding stay updates in place.
CREATE INDEX trips_live_by_time ON trips (create_time DESC, trip_id DESC) WHERE live;
CREATE INDEX trips_ended_by_status ON trips (status, create_time DESC, trip_id DESC) WHERE NOT live;

-- A route's trips, ended ones too.
CREATE INDEX trips_by_route ON trips (route_id, create_time DESC, trip_id DESC);
DROP INDEX trips_live_by_route;
