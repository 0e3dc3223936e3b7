-- Schema of notification, made by `npm run schema:dump` from its migrations. Do not edit.

CREATE OR REPLACE FUNCTION notification.is_erased(person text)
 RETURNS boolean
 LANGUAGE plpgsql
AS $function$
BEGIN
  PERFORM pg_advisory_xact_lock_shared(4207121, hashtext(person));
  RETURN EXISTS (SELECT FROM erased_people WHERE person_hash = sha256(convert_to(person, 'UTF8')));
END $function$;

CREATE OR REPLACE FUNCTION notification.mark_erased(person text)
 RETURNS void
 LANGUAGE plpgsql
AS $function$
BEGIN
  PERFORM pg_advisory_xact_lock(4207121, hashtext(person));
  INSERT INTO erased_people (person_hash) VALUES (sha256(convert_to(person, 'UTF8'))) ON CONFLICT DO NOTHING;
END $function$;

CREATE OR REPLACE FUNCTION notification.refuse_erased_callers()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
BEGIN
  IF is_erased(NEW.caller_id) THEN
    RAISE EXCEPTION 'the account is erased' USING ERRCODE = 'check_violation', CONSTRAINT = 'requests_of_nobody_erased';
  END IF;
  RETURN NEW;
END $function$;

CREATE TABLE broadcasts (
  broadcast_id uuid NOT NULL,
  number bigint GENERATED ALWAYS AS IDENTITY NOT NULL,
  title text NOT NULL,
  body text NOT NULL,
  user_ids uuid[],
  create_time timestamp with time zone NOT NULL,
  written_up_to uuid,
  recipient_count bigint DEFAULT 0 NOT NULL,
  written_time timestamp with time zone,
  sent_up_to uuid,
  sent_time timestamp with time zone,
  CONSTRAINT broadcasts_pkey PRIMARY KEY (broadcast_id),
  CONSTRAINT broadcasts_number_key UNIQUE (number)
);
CREATE INDEX broadcasts_to_send ON notification.broadcasts USING btree (number) WHERE ((written_time IS NOT NULL) AND (sent_time IS NULL));
CREATE INDEX broadcasts_to_write ON notification.broadcasts USING btree (number) WHERE (written_time IS NULL);

CREATE TABLE cluster_events (
  event_id text NOT NULL,
  kind text NOT NULL,
  service text NOT NULL,
  pod text NOT NULL,
  facts jsonb NOT NULL,
  event_time timestamp with time zone NOT NULL,
  CONSTRAINT cluster_events_pkey PRIMARY KEY (event_id)
);
CREATE INDEX cluster_events_event_time ON notification.cluster_events USING btree (event_time, event_id);

CREATE TABLE cluster_watch (
  only_one boolean DEFAULT true NOT NULL,
  epoch bigint NOT NULL,
  state jsonb NOT NULL,
  observe_time timestamp with time zone,
  CONSTRAINT cluster_watch_pkey PRIMARY KEY (only_one),
  CONSTRAINT cluster_watch_only_one_check CHECK (only_one)
);

CREATE TABLE devices (
  device_id uuid NOT NULL,
  user_id uuid NOT NULL,
  kind text NOT NULL,
  token text NOT NULL,
  token_hash bytea NOT NULL,
  create_time timestamp with time zone NOT NULL,
  seen_time timestamp with time zone DEFAULT now() NOT NULL,
  CONSTRAINT devices_pkey PRIMARY KEY (device_id),
  CONSTRAINT devices_kind_token_hash_key UNIQUE (kind, token_hash),
  CONSTRAINT devices_kind_check CHECK ((kind = ANY (ARRAY['web_push'::text, 'expo'::text, 'email'::text])))
);
CREATE INDEX devices_seen_time ON notification.devices USING btree (seen_time);
CREATE INDEX devices_user_id ON notification.devices USING btree (user_id);

CREATE TABLE erased_people (
  person_hash bytea NOT NULL,
  erase_time timestamp with time zone DEFAULT now() NOT NULL,
  CONSTRAINT erased_people_pkey PRIMARY KEY (person_hash)
);

CREATE TABLE inboxes (
  user_id uuid NOT NULL,
  language text DEFAULT 'en'::text NOT NULL,
  user_version bigint DEFAULT 0 NOT NULL,
  last_sequence bigint DEFAULT 0 NOT NULL,
  email text,
  is_operator boolean DEFAULT false NOT NULL,
  CONSTRAINT inboxes_pkey PRIMARY KEY (user_id)
);
CREATE INDEX inboxes_operators ON notification.inboxes USING btree (user_id) WHERE is_operator;

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
  aggregate_id text,
  aggregate_version bigint,
  CONSTRAINT notifications_pkey PRIMARY KEY (user_id, sequence),
  CONSTRAINT notifications_user_id_event_id_key UNIQUE (user_id, event_id),
  CONSTRAINT notifications_sequence_check CHECK ((sequence > 0)),
  CONSTRAINT notifications_user_id_fkey FOREIGN KEY (user_id) REFERENCES inboxes(user_id) ON DELETE CASCADE
);
CREATE INDEX notifications_about_driver ON notification.notifications USING btree (((data ->> 'driver_id'::text))) WHERE ((data ->> 'driver_id'::text) <> (user_id)::text);
CREATE INDEX notifications_about_rider ON notification.notifications USING btree (((data ->> 'rider_id'::text))) WHERE ((data ->> 'rider_id'::text) <> (user_id)::text);
CREATE INDEX notifications_aggregate ON notification.notifications USING btree (user_id, aggregate_id, aggregate_version) WHERE (aggregate_id IS NOT NULL);
CREATE INDEX notifications_create_time ON notification.notifications USING btree (create_time);
CREATE INDEX notifications_unread ON notification.notifications USING btree (user_id, sequence) WHERE (read_time IS NULL);

CREATE TABLE replica_counts (
  service text NOT NULL,
  from_time timestamp with time zone NOT NULL,
  desired integer NOT NULL,
  ready integer NOT NULL,
  CONSTRAINT replica_counts_pkey PRIMARY KEY (service, from_time),
  CONSTRAINT replica_counts_desired_check CHECK ((desired >= 0)),
  CONSTRAINT replica_counts_ready_check CHECK ((ready >= 0))
);
