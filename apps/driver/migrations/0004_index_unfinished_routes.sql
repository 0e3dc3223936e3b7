-- For lists of routes by status, newest first: most routes are finished, and are found by time alone.
CREATE INDEX routes_unfinished_by_status ON routes (status, create_time DESC, route_id DESC) WHERE status <> 'finished';
DROP INDEX routes_started_by_time;
