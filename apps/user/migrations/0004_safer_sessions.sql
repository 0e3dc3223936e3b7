-- Sign-in attempts counted by where they come from, sessions that people see and that end, and what access tokens stopped.

DROP TABLE login_throttles;

-- Attempts at an account, known or not, that count as wrong: those that failed and those still being checked.
CREATE TABLE sign_in_attempts (
  email text NOT NULL,
  -- `address:…`, `device:…`, or `elsewhere` for all that come from devices not known.
  source text NOT NULL,
  attempt_times timestamptz[] NOT NULL,
  expire_time timestamptz NOT NULL,
  PRIMARY KEY (email, source)
);

CREATE INDEX sign_in_attempts_expire_time ON sign_in_attempts (expire_time);

-- Devices that somebody signed in from with the right password. The device has the token, we its hash.
CREATE TABLE known_devices (
  token_hash text PRIMARY KEY,
  user_id uuid NOT NULL REFERENCES users ON DELETE CASCADE,
  create_time timestamptz NOT NULL,
  expire_time timestamptz NOT NULL
);

CREATE INDEX known_devices_user_id ON known_devices (user_id, create_time);

-- Sessions from before begin now.
ALTER TABLE session_families
  ADD COLUMN create_time timestamptz NOT NULL DEFAULT now(),
  ADD COLUMN last_use_time timestamptz NOT NULL DEFAULT now(),
  -- When it ends however often it is refreshed.
  ADD COLUMN end_time timestamptz NOT NULL DEFAULT now() + interval '90 days',
  ADD COLUMN address text NOT NULL DEFAULT '',
  ADD COLUMN user_agent text NOT NULL DEFAULT '';

ALTER TABLE session_families
  ALTER COLUMN create_time DROP DEFAULT,
  ALTER COLUMN last_use_time DROP DEFAULT,
  ALTER COLUMN end_time DROP DEFAULT;

-- The token that this one was exchanged for, sealed under a key that only the presented token gives: a retry gets the same.
ALTER TABLE refresh_tokens
  ADD COLUMN sealed_successor text,
  ADD COLUMN successor_expire_time timestamptz;

-- What made access tokens worthless before they expire. Kept until the last of those tokens has expired.
CREATE TABLE revocations (
  revocation_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  user_id uuid NOT NULL,
  -- Null when tokens of all sessions are meant that are older than the change.
  session_id uuid,
  -- Tokens of an account version lower than this.
  below_version bigint NOT NULL DEFAULT 0,
  revoke_time timestamptz NOT NULL,
  expire_time timestamptz NOT NULL,
  -- When it was written down, for those who ask what is new.
  record_time timestamptz NOT NULL DEFAULT clock_timestamp()
);

CREATE INDEX revocations_user_id ON revocations (user_id);
CREATE INDEX revocations_record_time ON revocations (record_time);
CREATE INDEX revocations_expire_time ON revocations (expire_time);
