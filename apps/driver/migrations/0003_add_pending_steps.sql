-- What a driver has asked for and the ledger has not answered yet: {requestId, command, kind, …} as in route.state.ts. A route
-- that starts or finishes counts as driven.
ALTER TABLE routes ADD COLUMN pending jsonb;
ALTER TABLE routes DROP CONSTRAINT routes_status_check;
ALTER TABLE routes ADD CONSTRAINT routes_status_check
  CHECK (status IN ('registered', 'starting', 'started', 'finishing', 'finished'));
ALTER TABLE routes ADD CONSTRAINT routes_pending_says_what CHECK (CASE status
  WHEN 'starting' THEN pending->>'kind' = 'start' WHEN 'finishing' THEN pending->>'kind' = 'finish'
  WHEN 'started' THEN coalesce(pending->>'kind', 'resize') = 'resize' ELSE pending IS NULL END);
DROP INDEX routes_one_started_per_driver;
CREATE UNIQUE INDEX routes_one_driven_per_driver ON routes (driver_id)
  WHERE status IN ('starting', 'started') OR (status = 'finishing' AND start_time IS NOT NULL);
-- Found again by the driver's started route, as the index before did.
CREATE INDEX routes_started_by_driver ON routes (driver_id) WHERE status = 'started';
