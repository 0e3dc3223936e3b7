-- Operators are told about the cluster. Known for accounts heard of since; every change of an account is heard.
ALTER TABLE inboxes ADD COLUMN is_operator boolean NOT NULL DEFAULT false;

CREATE INDEX inboxes_operators ON inboxes (user_id) WHERE is_operator;

-- At most one row: what the watch knew last. Every leader begins with a higher epoch, and writes only while it is the highest.
CREATE TABLE cluster_watch (
  only_one boolean PRIMARY KEY DEFAULT true CHECK (only_one),
  epoch bigint NOT NULL,
  state jsonb NOT NULL,
  -- Null before the first look.
  observe_time timestamptz
);

CREATE TABLE cluster_events (
  event_id text PRIMARY KEY,
  kind text NOT NULL,
  service text NOT NULL,
  pod text NOT NULL,
  facts jsonb NOT NULL,
  event_time timestamptz NOT NULL
);

CREATE INDEX cluster_events_event_time ON cluster_events (event_time, event_id);

-- How many replicas a Deployment had from then on.
CREATE TABLE replica_counts (
  service text NOT NULL,
  from_time timestamptz NOT NULL,
  desired integer NOT NULL CHECK (desired >= 0),
  ready integer NOT NULL CHECK (ready >= 0),
  PRIMARY KEY (service, from_time)
);
