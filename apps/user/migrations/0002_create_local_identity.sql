-- What AUTH_PROVIDER=local keeps: argon2id hashes, session families, reset tokens and the key that signs access tokens.
CREATE TABLE credentials (
  user_id uuid PRIMARY KEY REFERENCES users ON DELETE CASCADE,
  password_hash text NOT NULL,
  -- Grows with each new password, not when the same one is hashed anew.
  password_version bigint NOT NULL DEFAULT 1
);

-- One sign-in and everything refreshed from it.
CREATE TABLE session_families (
  family_id uuid PRIMARY KEY,
  user_id uuid NOT NULL REFERENCES users ON DELETE CASCADE,
  -- When its newest refresh token stops working.
  expire_time timestamptz NOT NULL,
  revoke_time timestamptz
);

CREATE INDEX session_families_user_id ON session_families (user_id);

-- Used tokens stay until they expire: presenting one again is how a theft shows.
CREATE TABLE refresh_tokens (
  token_hash text PRIMARY KEY,
  family_id uuid NOT NULL REFERENCES session_families ON DELETE CASCADE,
  expire_time timestamptz NOT NULL,
  use_time timestamptz
);

CREATE INDEX refresh_tokens_family_id ON refresh_tokens (family_id);

-- One per account: a new request voids the earlier token.
CREATE TABLE password_resets (
  user_id uuid PRIMARY KEY REFERENCES users ON DELETE CASCADE,
  token_hash text NOT NULL UNIQUE,
  expire_time timestamptz NOT NULL
);

-- At most one row; replicas that start together agree on whoever inserted first.
CREATE TABLE signing_keys (
  only_one boolean PRIMARY KEY DEFAULT true CHECK (only_one),
  private_jwk jsonb NOT NULL,
  create_time timestamptz NOT NULL DEFAULT now()
);
