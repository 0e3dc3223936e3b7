-- A second factor beside the password: the secret of an authenticator app, and codes for the day when it is lost.
CREATE TABLE second_factors (
  user_id uuid PRIMARY KEY REFERENCES users ON DELETE CASCADE,
  -- 160 bits, sealed under USER_SECRETS_KEY for this account alone.
  sealed_secret text NOT NULL,
  create_time timestamptz NOT NULL,
  -- When a first code proved it. Before, it protects nothing and is soon forgotten.
  confirm_time timestamptz,
  -- The newest step (of 30 seconds since 1970) whose code was used: neither it nor an earlier one counts again.
  last_step bigint NOT NULL DEFAULT 0
);

CREATE INDEX second_factors_pending ON second_factors (create_time) WHERE confirm_time IS NULL;

-- Each counts once: a used one goes. SHA-256 of 120 random bits, which nobody can try out.
CREATE TABLE recovery_codes (
  code_hash text PRIMARY KEY,
  user_id uuid NOT NULL REFERENCES second_factors ON DELETE CASCADE
);

CREATE INDEX recovery_codes_user_id ON recovery_codes (user_id);
