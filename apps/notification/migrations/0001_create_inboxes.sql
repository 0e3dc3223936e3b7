-- One inbox per user. Its row is locked by whoever writes an entry, until the commit: that is what makes numbers gap-free
-- and lets no reader see entry n + 1 before entry n.
CREATE TABLE inboxes (
  user_id uuid PRIMARY KEY,
  language text NOT NULL DEFAULT 'en',
  -- Of the account the language was taken from; older events about it change nothing.
  user_version bigint NOT NULL DEFAULT 0,
  last_sequence bigint NOT NULL DEFAULT 0
);

CREATE TABLE notifications (
  user_id uuid NOT NULL REFERENCES inboxes ON DELETE CASCADE,
  sequence bigint NOT NULL CHECK (sequence > 0),
  -- What caused it; a second delivery finds it and writes nothing.
  event_id text NOT NULL,
  kind text NOT NULL,
  title text NOT NULL,
  body text NOT NULL,
  data jsonb NOT NULL,
  create_time timestamptz NOT NULL,
  read_time timestamptz,
  PRIMARY KEY (user_id, sequence),
  UNIQUE (user_id, event_id)
);

CREATE INDEX notifications_unread ON notifications (user_id, sequence) WHERE read_time IS NULL;

CREATE TABLE devices (
  device_id uuid PRIMARY KEY,
  user_id uuid NOT NULL,
  kind text NOT NULL CHECK (kind IN ('web_push', 'expo')),
  token text NOT NULL,
  -- SHA-256, since a subscription can be longer than an index entry may be.
  token_hash bytea NOT NULL,
  create_time timestamptz NOT NULL,
  UNIQUE (kind, token_hash)
);

CREATE INDEX devices_user_id ON devices (user_id);
