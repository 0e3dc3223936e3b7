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

-- Entries in others' inboxes that tell of a person.
CREATE INDEX notifications_about_rider ON notifications ((data ->> 'rider_id')) WHERE data ->> 'rider_id' <> user_id::text;
CREATE INDEX notifications_about_driver ON notifications ((data ->> 'driver_id')) WHERE data ->> 'driver_id' <> user_id::text;
-- For the retention of entries.
CREATE INDEX notifications_create_time ON notifications (create_time);
-- When a device was registered last, which the app does at each start.
ALTER TABLE devices ADD COLUMN seen_time timestamptz;
UPDATE devices SET seen_time = create_time;
ALTER TABLE devices ALTER COLUMN seen_time SET NOT NULL, ALTER COLUMN seen_time SET DEFAULT now();
CREATE INDEX devices_seen_time ON devices (seen_time);
