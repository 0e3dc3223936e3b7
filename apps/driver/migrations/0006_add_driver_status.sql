-- Whether a driver may drive. Who was a driver before there were statuses keeps driving.
ALTER TABLE drivers ADD COLUMN status text NOT NULL DEFAULT 'approved' CHECK (status IN ('pending', 'approved', 'suspended'));
ALTER TABLE drivers ALTER COLUMN status DROP DEFAULT;
ALTER TABLE drivers ADD COLUMN status_reason text NOT NULL DEFAULT '' CHECK ((status_reason <> '') = (status = 'suspended'));
ALTER TABLE drivers ADD COLUMN status_time timestamptz(3);
UPDATE drivers SET status_time = create_time;
ALTER TABLE drivers ALTER COLUMN status_time SET NOT NULL;
ALTER TABLE drivers ADD COLUMN version bigint NOT NULL DEFAULT 1 CHECK (version >= 1);
CREATE INDEX drivers_by_status ON drivers (status, create_time DESC, driver_id DESC) WHERE status <> 'approved';
