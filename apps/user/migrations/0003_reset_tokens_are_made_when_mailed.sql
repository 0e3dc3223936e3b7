-- A token is made whenever the mail is handed over, each attempt's its own, so an account may have several. What was asked for
-- before has its token in the queue, where others could read it: it is void.
DROP TABLE password_resets;

CREATE TABLE password_resets (
  token_hash text PRIMARY KEY,
  user_id uuid NOT NULL REFERENCES users ON DELETE CASCADE,
  expire_time timestamptz NOT NULL
);

CREATE INDEX password_resets_user_id ON password_resets (user_id);
