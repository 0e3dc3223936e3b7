-- Who has shown that the address is theirs. Operators' addresses stand in the configuration, or other operators know them.
ALTER TABLE users ADD COLUMN email_confirm_time timestamptz;

UPDATE users SET email_confirm_time = now() WHERE 'operator' = ANY (roles);

-- Tokens of mails that ask for it. Each works until it expires, as often as somebody follows the link.
CREATE TABLE email_confirmations (
  token_hash text PRIMARY KEY,
  user_id uuid NOT NULL REFERENCES users ON DELETE CASCADE,
  expire_time timestamptz NOT NULL
);

CREATE INDEX email_confirmations_user_id ON email_confirmations (user_id);

-- When mails of a kind were asked for lately: nobody can have an address flooded with them.
CREATE TABLE account_mails (
  user_id uuid NOT NULL REFERENCES users ON DELETE CASCADE,
  kind text NOT NULL,
  wish_times timestamptz[] NOT NULL,
  PRIMARY KEY (user_id, kind)
);
