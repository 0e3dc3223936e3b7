-- When a plan last considered a waiting ride. Null while none has since the ride began to wait, so the rides nobody
-- has looked at are `status = 'waiting' AND considered_time IS NULL`.
ALTER TABLE rides ADD COLUMN considered_time timestamptz(3);
