-- Accounts, whoever keeps their passwords. `email` is stored lower-cased, so that one address has one spelling.
CREATE TABLE users (
  user_id uuid PRIMARY KEY,
  email text NOT NULL CONSTRAINT users_email_key UNIQUE CHECK (email = lower(email)),
  display_name text NOT NULL,
  language text NOT NULL,
  roles text[] NOT NULL CHECK (cardinality(roles) > 0 AND roles <@ ARRAY['rider', 'driver', 'operator']),
  create_time timestamptz NOT NULL,
  version bigint NOT NULL DEFAULT 1
);

-- Few rows: whoever replaces roles locks them all, so that two operators cannot remove one another.
CREATE INDEX users_operators ON users (user_id) WHERE 'operator' = ANY (roles);

-- Sign-in attempts of an address, known or not, that count as wrong: those that failed and those still being checked.
CREATE TABLE login_throttles (
  email text PRIMARY KEY,
  attempt_times timestamptz[] NOT NULL,
  expire_time timestamptz NOT NULL
);

CREATE INDEX login_throttles_expire_time ON login_throttles (expire_time);
