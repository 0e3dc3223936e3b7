-- What an entry is about, and which state of it: news of an older state that comes later is not told to the same person. Unknown for
-- entries written before, and for what is about nothing that changes.
ALTER TABLE notifications ADD COLUMN aggregate_id text;
ALTER TABLE notifications ADD COLUMN aggregate_version bigint;

CREATE INDEX notifications_aggregate ON notifications (user_id, aggregate_id, aggregate_version) WHERE aggregate_id IS NOT NULL;
