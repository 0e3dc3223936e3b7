-- Schema of notification, made by `npm run schema:dump` from its migrations. Do not edit.

CREATE TABLE devices (
  device_id uuid NOT NULL,
  user_id uuid NOT NULL,
  kind text NOT NULL,
  token text NOT NULL,
  token_hash bytea NOT NULL,
  create_time timestamp with time zone NOT NULL,
  CONSTRAINT devices_pkey PRIMARY KEY (device_id),
  CONSTRAINT devices_kind_token_hash_key UNIQUE (kind, token_hash),
  CONSTRAINT devices_kind_check CHECK ((kind = ANY (ARRAY['web_push'::text, 'expo'::text, 'email'::text])))
);
CREATE INDEX devices_user_id ON notification.devices USING btree (user_id);

CREATE TABLE inboxes (
  user_id uuid NOT NULL,
  language text DEFAULT 'en'::text NOT NULL,
  user_version bigint DEFAULT 0 NOT NULL,
  last_sequence bigint DEFAULT 0 NOT NULL,
  email text,
  CONSTRAINT inboxes_pkey PRIMARY KEY (user_id)
);

CREATE TABLE notifications (
  user_id uuid NOT NULL,
  sequence bigint NOT NULL,
  event_id text NOT NULL,
  kind text NOT NULL,
  title text NOT NULL,
  body text NOT NULL,
  data jsonb NOT NULL,
  create_time timestamp with time zone NOT NULL,
  read_time timestamp with time zone,
  CONSTRAINT notifications_pkey PRIMARY KEY (user_id, sequence),
  CONSTRAINT notifications_user_id_event_id_key UNIQUE (user_id, event_id),
  CONSTRAINT notifications_sequence_check CHECK ((sequence > 0)),
  CONSTRAINT notifications_user_id_fkey FOREIGN KEY (user_id) REFERENCES inboxes(user_id) ON DELETE CASCADE
);
CREATE INDEX notifications_unread ON notification.notifications USING btree (user_id, sequence) WHERE (read_time IS NULL);
