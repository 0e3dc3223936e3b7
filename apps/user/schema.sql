-- Schema of user, made by `npm run schema:dump` from its migrations. Do not edit.

CREATE TABLE credentials (
  user_id uuid NOT NULL,
  password_hash text NOT NULL,
  password_version bigint DEFAULT 1 NOT NULL,
  CONSTRAINT credentials_pkey PRIMARY KEY (user_id),
  CONSTRAINT credentials_user_id_fkey FOREIGN KEY (user_id) REFERENCES users(user_id) ON DELETE CASCADE
);

CREATE TABLE login_throttles (
  email text NOT NULL,
  attempt_times timestamp with time zone[] NOT NULL,
  expire_time timestamp with time zone NOT NULL,
  CONSTRAINT login_throttles_pkey PRIMARY KEY (email)
);
CREATE INDEX login_throttles_expire_time ON "user".login_throttles USING btree (expire_time);

CREATE TABLE password_resets (
  token_hash text NOT NULL,
  user_id uuid NOT NULL,
  expire_time timestamp with time zone NOT NULL,
  CONSTRAINT password_resets_pkey PRIMARY KEY (token_hash),
  CONSTRAINT password_resets_user_id_fkey FOREIGN KEY (user_id) REFERENCES users(user_id) ON DELETE CASCADE
);
CREATE INDEX password_resets_user_id ON "user".password_resets USING btree (user_id);

CREATE TABLE refresh_tokens (
  token_hash text NOT NULL,
  family_id uuid NOT NULL,
  expire_time timestamp with time zone NOT NULL,
  use_time timestamp with time zone,
  CONSTRAINT refresh_tokens_pkey PRIMARY KEY (token_hash),
  CONSTRAINT refresh_tokens_family_id_fkey FOREIGN KEY (family_id) REFERENCES session_families(family_id) ON DELETE CASCADE
);
CREATE INDEX refresh_tokens_family_id ON "user".refresh_tokens USING btree (family_id);

CREATE TABLE session_families (
  family_id uuid NOT NULL,
  user_id uuid NOT NULL,
  expire_time timestamp with time zone NOT NULL,
  revoke_time timestamp with time zone,
  CONSTRAINT session_families_pkey PRIMARY KEY (family_id),
  CONSTRAINT session_families_user_id_fkey FOREIGN KEY (user_id) REFERENCES users(user_id) ON DELETE CASCADE
);
CREATE INDEX session_families_user_id ON "user".session_families USING btree (user_id);

CREATE TABLE signing_keys (
  only_one boolean DEFAULT true NOT NULL,
  private_jwk jsonb NOT NULL,
  create_time timestamp with time zone DEFAULT now() NOT NULL,
  CONSTRAINT signing_keys_pkey PRIMARY KEY (only_one),
  CONSTRAINT signing_keys_only_one_check CHECK (only_one)
);

CREATE TABLE users (
  user_id uuid NOT NULL,
  email text NOT NULL,
  display_name text NOT NULL,
  language text NOT NULL,
  roles text[] NOT NULL,
  create_time timestamp with time zone NOT NULL,
  version bigint DEFAULT 1 NOT NULL,
  CONSTRAINT users_pkey PRIMARY KEY (user_id),
  CONSTRAINT users_email_key UNIQUE (email),
  CONSTRAINT users_email_check CHECK ((email = lower(email))),
  CONSTRAINT users_roles_check CHECK (((cardinality(roles) > 0) AND (roles <@ ARRAY['rider'::text, 'driver'::text, 'operator'::text])))
);
CREATE INDEX users_operators ON "user".users USING btree (user_id) WHERE ('operator'::text = ANY (roles));
