-- Built in: every service's schema starts with what Database.once and the event inbox need.

CREATE TABLE requests (
  caller_id text NOT NULL,
  request_id text NOT NULL,
  command text NOT NULL,
  body_hash text NOT NULL,
  outcome jsonb, -- null only inside the transaction that claims the id
  create_time timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (caller_id, request_id, command)
);
CREATE INDEX requests_create_time ON requests (create_time);

CREATE TABLE handled_events (
  event_id text NOT NULL,
  handler text NOT NULL,
  handle_time timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (event_id, handler)
);
CREATE INDEX handled_events_handle_time ON handled_events (handle_time);
