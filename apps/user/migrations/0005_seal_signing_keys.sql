-- Several signing keys, sealed under a key that is not in the database (USER_SECRETS_KEY).
ALTER TABLE signing_keys
  DROP COLUMN only_one,
  ADD COLUMN key_id uuid NOT NULL DEFAULT gen_random_uuid() PRIMARY KEY,
  ADD COLUMN sealed_jwk text,
  -- When it begins to sign: later than it is published, so that everybody knows it by then.
  ADD COLUMN sign_time timestamptz;

UPDATE signing_keys SET sign_time = create_time;

-- A key in the clear is from before; the service seals it when it starts.
ALTER TABLE signing_keys
  ALTER COLUMN sign_time SET NOT NULL,
  ALTER COLUMN private_jwk DROP NOT NULL,
  ADD CONSTRAINT signing_keys_one_form CHECK (num_nonnulls(private_jwk, sealed_jwk) = 1);
