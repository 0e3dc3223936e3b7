-- Links that show one trip to whoever has them. Only the hash of a link's token is kept.
CREATE TABLE share_links (
  token_hash text PRIMARY KEY,
  trip_id uuid NOT NULL REFERENCES trips (trip_id),
  create_time timestamptz(3) NOT NULL,
  expire_time timestamptz(3) NOT NULL CHECK (expire_time > create_time)
);
CREATE INDEX share_links_by_trip ON share_links (trip_id, create_time);
