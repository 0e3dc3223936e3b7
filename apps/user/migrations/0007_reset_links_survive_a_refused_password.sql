-- Of providers that use a reset link up before they judge the new password: what the link stands for from then on, sealed
-- under a key that only the link gives.
CREATE TABLE reset_retries (
  link_hash    text PRIMARY KEY,
  sealed_token text NOT NULL,
  expire_time  timestamptz NOT NULL
);
CREATE INDEX reset_retries_expire_time ON reset_retries (expire_time);
