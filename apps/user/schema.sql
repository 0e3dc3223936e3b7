-- Schema of user, made by `npm run schema:dump` from its migrations. Do not edit.

CREATE OR REPLACE FUNCTION "user".is_erased(person text)
 RETURNS boolean
 LANGUAGE plpgsql
AS $function$
BEGIN
  PERFORM pg_advisory_xact_lock_shared(4207121, hashtext(person));
  RETURN EXISTS (SELECT FROM erased_people WHERE person_hash = sha256(convert_to(person, 'UTF8')));
END $function$;

CREATE OR REPLACE FUNCTION "user".mark_erased(person text)
 RETURNS void
 LANGUAGE plpgsql
AS $function$
BEGIN
  PERFORM pg_advisory_xact_lock(4207121, hashtext(person));
  INSERT INTO erased_people (person_hash) VALUES (sha256(convert_to(person, 'UTF8'))) ON CONFLICT DO NOTHING;
END $function$;

CREATE OR REPLACE FUNCTION "user".person_hash(person uuid)
 RETURNS text
 LANGUAGE sql
 IMMUTABLE STRICT
AS $function$
  SELECT encode(sha256(convert_to(person::text, 'UTF8')), 'hex')
$function$;

CREATE OR REPLACE FUNCTION "user".refuse_erased_callers()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
BEGIN
  IF is_erased(NEW.caller_id) THEN
    RAISE EXCEPTION 'the account is erased' USING ERRCODE = 'check_violation', CONSTRAINT = 'requests_of_nobody_erased';
  END IF;
  RETURN NEW;
END $function$;

CREATE TABLE account_mails (
  user_id uuid NOT NULL,
  kind text NOT NULL,
  wish_times timestamp with time zone[] NOT NULL,
  CONSTRAINT account_mails_pkey PRIMARY KEY (user_id, kind),
  CONSTRAINT account_mails_user_id_fkey FOREIGN KEY (user_id) REFERENCES users(user_id) ON DELETE CASCADE
);

CREATE TABLE credentials (
  user_id uuid NOT NULL,
  password_hash text NOT NULL,
  password_version bigint DEFAULT 1 NOT NULL,
  CONSTRAINT credentials_pkey PRIMARY KEY (user_id),
  CONSTRAINT credentials_user_id_fkey FOREIGN KEY (user_id) REFERENCES users(user_id) ON DELETE CASCADE
);

CREATE TABLE email_confirmations (
  token_hash text NOT NULL,
  user_id uuid NOT NULL,
  expire_time timestamp with time zone NOT NULL,
  CONSTRAINT email_confirmations_pkey PRIMARY KEY (token_hash),
  CONSTRAINT email_confirmations_user_id_fkey FOREIGN KEY (user_id) REFERENCES users(user_id) ON DELETE CASCADE
);
CREATE INDEX email_confirmations_user_id ON "user".email_confirmations USING btree (user_id);

CREATE TABLE erased_people (
  person_hash bytea NOT NULL,
  erase_time timestamp with time zone DEFAULT now() NOT NULL,
  CONSTRAINT erased_people_pkey PRIMARY KEY (person_hash)
);

CREATE TABLE known_devices (
  token_hash text NOT NULL,
  user_id uuid NOT NULL,
  create_time timestamp with time zone NOT NULL,
  expire_time timestamp with time zone NOT NULL,
  CONSTRAINT known_devices_pkey PRIMARY KEY (token_hash),
  CONSTRAINT known_devices_user_id_fkey FOREIGN KEY (user_id) REFERENCES users(user_id) ON DELETE CASCADE
);
CREATE INDEX known_devices_user_id ON "user".known_devices USING btree (user_id, create_time);

CREATE TABLE password_resets (
  token_hash text NOT NULL,
  user_id uuid NOT NULL,
  expire_time timestamp with time zone NOT NULL,
  CONSTRAINT password_resets_pkey PRIMARY KEY (token_hash),
  CONSTRAINT password_resets_user_id_fkey FOREIGN KEY (user_id) REFERENCES users(user_id) ON DELETE CASCADE
);
CREATE INDEX password_resets_expire_time ON "user".password_resets USING btree (expire_time);
CREATE INDEX password_resets_user_id ON "user".password_resets USING btree (user_id);

CREATE UNLOGGED TABLE rate_limits (
  key text NOT NULL,
  points integer DEFAULT 0 NOT NULL,
  expire bigint,
  CONSTRAINT rate_limits_pkey PRIMARY KEY (key)
);
CREATE INDEX rate_limits_expire ON "user".rate_limits USING btree (expire);

CREATE TABLE recovery_codes (
  code_hash text NOT NULL,
  user_id uuid NOT NULL,
  CONSTRAINT recovery_codes_pkey PRIMARY KEY (code_hash),
  CONSTRAINT recovery_codes_user_id_fkey FOREIGN KEY (user_id) REFERENCES second_factors(user_id) ON DELETE CASCADE
);
CREATE INDEX recovery_codes_user_id ON "user".recovery_codes USING btree (user_id);

CREATE TABLE refresh_tokens (
  token_hash text NOT NULL,
  family_id uuid NOT NULL,
  expire_time timestamp with time zone NOT NULL,
  use_time timestamp with time zone,
  sealed_successor text,
  successor_expire_time timestamp with time zone,
  CONSTRAINT refresh_tokens_pkey PRIMARY KEY (token_hash),
  CONSTRAINT refresh_tokens_family_id_fkey FOREIGN KEY (family_id) REFERENCES session_families(family_id) ON DELETE CASCADE
);
CREATE INDEX refresh_tokens_family_id ON "user".refresh_tokens USING btree (family_id);

CREATE TABLE reset_retries (
  link_hash text NOT NULL,
  sealed_token text NOT NULL,
  expire_time timestamp with time zone NOT NULL,
  CONSTRAINT reset_retries_pkey PRIMARY KEY (link_hash)
);
CREATE INDEX reset_retries_expire_time ON "user".reset_retries USING btree (expire_time);

CREATE TABLE revocations (
  revocation_id bigint GENERATED ALWAYS AS IDENTITY NOT NULL,
  user_id uuid NOT NULL,
  session_id uuid,
  below_version bigint DEFAULT 0 NOT NULL,
  revoke_time timestamp with time zone NOT NULL,
  expire_time timestamp with time zone NOT NULL,
  record_time timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
  CONSTRAINT revocations_pkey PRIMARY KEY (revocation_id)
);
CREATE INDEX revocations_expire_time ON "user".revocations USING btree (expire_time);
CREATE INDEX revocations_record_time ON "user".revocations USING btree (record_time);
CREATE INDEX revocations_user_id ON "user".revocations USING btree (user_id);

CREATE TABLE second_factors (
  user_id uuid NOT NULL,
  sealed_secret text NOT NULL,
  create_time timestamp with time zone NOT NULL,
  confirm_time timestamp with time zone,
  last_step bigint DEFAULT 0 NOT NULL,
  CONSTRAINT second_factors_pkey PRIMARY KEY (user_id),
  CONSTRAINT second_factors_user_id_fkey FOREIGN KEY (user_id) REFERENCES users(user_id) ON DELETE CASCADE
);
CREATE INDEX second_factors_pending ON "user".second_factors USING btree (create_time) WHERE (confirm_time IS NULL);

CREATE TABLE session_families (
  family_id uuid NOT NULL,
  user_id uuid NOT NULL,
  expire_time timestamp with time zone NOT NULL,
  revoke_time timestamp with time zone,
  create_time timestamp with time zone NOT NULL,
  last_use_time timestamp with time zone NOT NULL,
  end_time timestamp with time zone NOT NULL,
  address text DEFAULT ''::text NOT NULL,
  user_agent text DEFAULT ''::text NOT NULL,
  CONSTRAINT session_families_pkey PRIMARY KEY (family_id),
  CONSTRAINT session_families_user_id_fkey FOREIGN KEY (user_id) REFERENCES users(user_id) ON DELETE CASCADE
);
CREATE INDEX session_families_expire_time ON "user".session_families USING btree (expire_time);
CREATE INDEX session_families_user_id ON "user".session_families USING btree (user_id);

CREATE TABLE sign_in_attempts (
  email text NOT NULL,
  source text NOT NULL,
  attempt_times timestamp with time zone[] NOT NULL,
  expire_time timestamp with time zone NOT NULL,
  CONSTRAINT sign_in_attempts_pkey PRIMARY KEY (email, source)
);
CREATE INDEX sign_in_attempts_expire_time ON "user".sign_in_attempts USING btree (expire_time);

CREATE TABLE signing_keys (
  private_jwk jsonb,
  create_time timestamp with time zone DEFAULT now() NOT NULL,
  key_id uuid DEFAULT gen_random_uuid() NOT NULL,
  sealed_jwk text,
  sign_time timestamp with time zone NOT NULL,
  CONSTRAINT signing_keys_pkey PRIMARY KEY (key_id),
  CONSTRAINT signing_keys_one_form CHECK ((num_nonnulls(private_jwk, sealed_jwk) = 1))
);

CREATE TABLE users (
  user_id uuid NOT NULL,
  email text NOT NULL,
  display_name text NOT NULL,
  language text NOT NULL,
  roles text[] NOT NULL,
  create_time timestamp with time zone NOT NULL,
  version bigint DEFAULT 1 NOT NULL,
  email_confirm_time timestamp with time zone,
  CONSTRAINT users_pkey PRIMARY KEY (user_id),
  CONSTRAINT users_email_key UNIQUE (email),
  CONSTRAINT users_email_check CHECK ((email = lower(email))),
  CONSTRAINT users_roles_check CHECK (((cardinality(roles) > 0) AND (roles <@ ARRAY['rider'::text, 'driver'::text, 'operator'::text])))
);
CREATE INDEX users_by_hash ON "user".users USING btree (person_hash(user_id));
CREATE INDEX users_operators ON "user".users USING btree (user_id) WHERE ('operator'::text = ANY (roles));
