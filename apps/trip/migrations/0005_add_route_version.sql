-- The version of the route whose offer the load holds: a call that arrives late must not undo a newer one.
ALTER TABLE route_loads ADD COLUMN route_version bigint NOT NULL DEFAULT 0 CHECK (route_version >= 0);
