-- Erased people, by a hash of their id: whoever knows the id can ask, nobody can have it back from here. Everything that
-- writes about a person asks `is_erased` first, so that nothing late brings anybody back.
CREATE TABLE erased_people (
  person_hash bytea PRIMARY KEY,
  erase_time timestamptz NOT NULL DEFAULT now()
);

-- The lock makes writers and the eraser take turns; the look comes after it, in a snapshot of its own, since functions in
-- PL/pgSQL take a new one for each statement.
CREATE FUNCTION is_erased(person text) RETURNS boolean LANGUAGE plpgsql VOLATILE AS $$
BEGIN
  PERFORM pg_advisory_xact_lock_shared(4207121, hashtext(person));
  RETURN EXISTS (SELECT FROM erased_people WHERE person_hash = sha256(convert_to(person, 'UTF8')));
END $$;

-- Waits for those who write about the person, and makes all later ones see it.
CREATE FUNCTION mark_erased(person text) RETURNS void LANGUAGE plpgsql VOLATILE AS $$
BEGIN
  PERFORM pg_advisory_xact_lock(4207121, hashtext(person));
  INSERT INTO erased_people (person_hash) VALUES (sha256(convert_to(person, 'UTF8'))) ON CONFLICT DO NOTHING;
END $$;

CREATE FUNCTION refuse_erased_callers() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF is_erased(NEW.caller_id) THEN
    RAISE EXCEPTION 'the account is erased' USING ERRCODE = 'check_violation', CONSTRAINT = 'requests_of_nobody_erased';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER requests_of_nobody_erased BEFORE INSERT ON requests FOR EACH ROW EXECUTE FUNCTION refuse_erased_callers();

-- For the retention of sessions that are over.
CREATE INDEX session_families_expire_time ON session_families (expire_time);
CREATE INDEX password_resets_expire_time ON password_resets (expire_time);

-- Whose hash stands in the log of what operators did, while the account is there.
CREATE FUNCTION person_hash(person uuid) RETURNS text LANGUAGE sql IMMUTABLE STRICT AS $$
  SELECT encode(sha256(convert_to(person::text, 'UTF8')), 'hex')
$$;
CREATE INDEX users_by_hash ON users (person_hash(user_id));
