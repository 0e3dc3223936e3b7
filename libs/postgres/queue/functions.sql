-- The only way to the job queue. Services own nothing of it and have no right to its tables (schema `events`, graphile-worker's):
-- each function here runs as the queue's owner and serves the service whose role has signed in, with its own jobs alone.
--
-- A role with any right to write a table could lock the whole of it; therefore functions, and neither views nor row-level security.
-- What may wait for somebody else's open transaction is kept apart as well: tasks of events exist before anybody tells one, and
-- other tasks, queues and keys begin with the name of the service that uses them.
--
-- Names are spelt out, and temporary objects of the caller come last in the path, so nothing of the caller's is ever run.
-- The functions keep no dependency on graphile-worker's tables, so its own migrations may change them; this file is run after them.

/* Whose jobs these are: the role that has signed in to this session, whatever it or anybody has changed to since. */
CREATE OR REPLACE FUNCTION queue.caller() RETURNS text LANGUAGE plpgsql STABLE AS $$
BEGIN
  IF NOT pg_catalog.starts_with(session_user, 'lastmile_') THEN
    RAISE EXCEPTION '% is no service', session_user USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN pg_catalog.substr(session_user, 10);
END $$;

/* The service that works on a task: `rider:trip.offered`, `rider#expiry` and `rider/match` are all rider's. */
CREATE OR REPLACE FUNCTION queue.worker_of(identifier text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS
$$ SELECT pg_catalog.split_part(pg_catalog.translate(identifier, '#/', '::'), ':', 1) $$;

/*
 * Timers and jobs for itself, and its own events for those who have declared that they hear them. All or none. `keep_run_at`: a
 * job of the same key that waits keeps its time.
 */
CREATE OR REPLACE FUNCTION queue.add_jobs(specs json) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  me text := queue.caller();
  jobs events.job_spec[];
  timely events.job_spec[];
  job events.job_spec;
  permitted boolean;
BEGIN
  SELECT array_agg(spec) FILTER (WHERE keep_run_at IS NOT TRUE), array_agg(spec) FILTER (WHERE keep_run_at) INTO jobs, timely
  FROM (
    SELECT ROW (s.identifier, s.payload, s.queue_name, s.run_at, s.max_attempts, s.job_key, s.priority, NULL)::events.job_spec
      AS spec, s.keep_run_at
    FROM json_to_recordset(specs)
      AS s (identifier text, payload json, queue_name text, run_at timestamptz, max_attempts integer, job_key text,
        priority integer, keep_run_at boolean)) AS given;
  FOREACH job IN ARRAY coalesce(jobs || timely, '{}') LOOP
    IF starts_with(job.identifier, me || '#') OR starts_with(job.identifier, me || '/') THEN
      permitted := (job.queue_name IS NULL OR starts_with(job.queue_name, me || '/'))
        AND (job.job_key IS NULL OR starts_with(job.job_key, me || '#') OR starts_with(job.job_key, me || '/'));
    ELSE
      permitted := job.queue_name IS NULL AND job.job_key IS NULL AND job.run_at IS NULL AND job.priority IS NULL
        AND EXISTS (SELECT FROM queue.listeners AS l WHERE l.task = job.identifier AND l.teller = me);
    END IF;
    IF permitted IS NOT TRUE THEN
      RAISE EXCEPTION '% may not add a job for %', me, coalesce(job.identifier, 'nobody')
        USING ERRCODE = 'insufficient_privilege';
    END IF;
  END LOOP;
  IF jobs IS NOT NULL THEN
    PERFORM count(*) FROM events.add_jobs(jobs);
  END IF;
  IF timely IS NOT NULL THEN
    PERFORM count(*) FROM events.add_jobs(timely, true);
  END IF;
END $$;

/* Removes a waiting job of its own; keeps a running one from being retried. */
CREATE OR REPLACE FUNCTION queue.remove_job(job_key text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  me text := queue.caller();
BEGIN
  IF (starts_with(job_key, me || '#') OR starts_with(job_key, me || '/')) IS NOT TRUE THEN
    RAISE EXCEPTION '% may not remove the job of key %', me, job_key USING ERRCODE = 'insufficient_privilege';
  END IF;
  PERFORM events.remove_job(job_key);
END $$;

/* What graphile-worker asks when it starts. */
CREATE OR REPLACE FUNCTION queue.revision() RETURNS TABLE (id integer, biggest_breaking_id integer)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS
$$ SELECT max(m.id), max(m.id) FILTER (WHERE m.breaking) FROM events.migrations AS m $$;

/* Makes tasks of its own known. */
CREATE OR REPLACE FUNCTION queue.register_tasks(identifiers text[]) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  me text := queue.caller();
BEGIN
  IF EXISTS (SELECT FROM unnest(identifiers) AS i WHERE queue.worker_of(i) IS DISTINCT FROM me) THEN
    RAISE EXCEPTION '% may register its own tasks only', me USING ERRCODE = 'insufficient_privilege';
  END IF;
  INSERT INTO events._private_tasks (identifier)
  SELECT i FROM unnest(identifiers) AS i
  WHERE NOT EXISTS (SELECT FROM events._private_tasks AS t WHERE t.identifier = i)
  ON CONFLICT DO NOTHING;
END $$;

CREATE OR REPLACE FUNCTION queue.tasks(identifiers text[]) RETURNS TABLE (id integer, identifier text)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
#variable_conflict use_column
DECLARE
  me text := queue.caller();
BEGIN
  RETURN QUERY SELECT t.id, t.identifier FROM events._private_tasks AS t
  WHERE t.identifier = ANY (identifiers) AND queue.worker_of(t.identifier) = me;
END $$;

/* Takes the job that has been due longest, of these tasks as far as they are its own. A queue gives one job at a time. */
CREATE OR REPLACE FUNCTION queue.take_job(worker text, tasks integer[])
RETURNS TABLE (id bigint, job_queue_id integer, task_id integer, payload json, priority smallint, run_at timestamptz,
  attempts smallint, max_attempts smallint, last_error text, created_at timestamptz, updated_at timestamptz, key text,
  locked_at timestamptz, locked_by text, revision integer, flags jsonb)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
#variable_conflict use_column
DECLARE
  me text := queue.caller();
  own integer[] := ARRAY(
    SELECT t.id FROM events._private_tasks AS t WHERE t.id = ANY (tasks) AND queue.worker_of(t.identifier) = me);
BEGIN
  RETURN QUERY
  WITH due AS (
    SELECT j.job_queue_id, j.id FROM events._private_jobs AS j
    WHERE j.is_available AND j.run_at <= now() AND j.task_id = ANY (own)
      AND (j.job_queue_id IS NULL OR j.job_queue_id IN (
        SELECT q.id FROM events._private_job_queues AS q
        WHERE q.is_available AND starts_with(q.queue_name, me || '/') FOR UPDATE SKIP LOCKED))
    ORDER BY j.priority, j.run_at LIMIT 1 FOR UPDATE SKIP LOCKED),
  held AS (
    UPDATE events._private_job_queues AS q SET locked_by = worker, locked_at = now() FROM due WHERE q.id = due.job_queue_id)
  UPDATE events._private_jobs AS j SET attempts = j.attempts + 1, locked_by = worker, locked_at = now()
  FROM due WHERE j.id = due.id
  RETURNING j.id, j.job_queue_id, j.task_id, j.payload, j.priority, j.run_at, j.attempts, j.max_attempts, j.last_error,
    j.created_at, j.updated_at, j.key, j.locked_at, j.locked_by, j.revision, j.flags;
END $$;

/* How many of its own jobs of a task could be taken now; counts up to `most`. */
CREATE OR REPLACE FUNCTION queue.count_due(identifier text, most integer) RETURNS bigint
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  me text := queue.caller();
BEGIN
  RETURN (SELECT count(*) FROM (
    SELECT FROM events._private_jobs AS j
    WHERE j.is_available AND j.run_at <= now() AND j.task_id = (
      SELECT t.id FROM events._private_tasks AS t WHERE t.identifier = count_due.identifier AND queue.worker_of(t.identifier) = me)
    LIMIT most) AS due);
END $$;

/* The jobs are done. */
CREATE OR REPLACE FUNCTION queue.complete_jobs(ids bigint[]) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  me text := queue.caller();
BEGIN
  WITH done AS (
    DELETE FROM events._private_jobs AS j USING events._private_tasks AS t
    WHERE j.id = ANY (ids) AND t.id = j.task_id AND queue.worker_of(t.identifier) = me
    RETURNING j.job_queue_id, j.locked_by)
  UPDATE events._private_job_queues AS q SET locked_by = NULL, locked_at = NULL
  FROM done WHERE q.id = done.job_queue_id AND q.locked_by = done.locked_by;
END $$;

/*
 * The jobs have failed: `[{jobId, message, payload?}]`, the payload when only a part is to be done again. The pause before the
 * next try grows from 3 s by a factor of e to 20 minutes, so 25 tries last six hours. A job that was cancelled or replaced while it
 * ran has lost its key, and goes: nobody waits for it.
 */
CREATE OR REPLACE FUNCTION queue.fail_jobs(worker text, failures json) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  me text := queue.caller();
BEGIN
  WITH dropped AS (
    DELETE FROM events._private_jobs AS j
    USING json_to_recordset(failures) AS f ("jobId" bigint), events._private_tasks AS t
    WHERE j.id = f."jobId" AND j.locked_by = worker AND t.id = j.task_id AND queue.worker_of(t.identifier) = me
      AND j.key IS NULL AND j.payload->>'key' IS NOT NULL
    RETURNING j.job_queue_id)
  UPDATE events._private_job_queues AS q SET locked_by = NULL, locked_at = NULL
  FROM dropped WHERE q.id = dropped.job_queue_id AND q.locked_by = worker;
  WITH failed AS (
    UPDATE events._private_jobs AS j
    SET last_error = f.message, updated_at = now(), payload = coalesce(f.payload, j.payload), locked_by = NULL, locked_at = NULL,
      run_at = greatest(now(), j.run_at) + least(exp(least(j.attempts, 10)), 1200) * interval '1 second'
    FROM json_to_recordset(failures) AS f ("jobId" bigint, message text, payload json), events._private_tasks AS t
    WHERE j.id = f."jobId" AND j.locked_by = worker AND t.id = j.task_id AND queue.worker_of(t.identifier) = me
    RETURNING j.job_queue_id)
  UPDATE events._private_job_queues AS q SET locked_by = NULL, locked_at = NULL
  FROM failed WHERE q.id = failed.job_queue_id AND q.locked_by = worker;
END $$;

/* The jobs were not begun: as if they had not been taken. */
CREATE OR REPLACE FUNCTION queue.return_jobs(worker text, ids bigint[]) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  me text := queue.caller();
BEGIN
  WITH returned AS (
    UPDATE events._private_jobs AS j SET attempts = greatest(0, j.attempts - 1), locked_by = NULL, locked_at = NULL
    FROM events._private_tasks AS t
    WHERE j.id = ANY (ids) AND j.locked_by = worker AND t.id = j.task_id AND queue.worker_of(t.identifier) = me
    RETURNING j.job_queue_id)
  UPDATE events._private_job_queues AS q SET locked_by = NULL, locked_at = NULL
  FROM returned WHERE q.id = returned.job_queue_id AND q.locked_by = worker;
END $$;

/*
 * Workers of its own that hold jobs or queues and have no session. A session says whose it is by its application_name; that of
 * somebody else's role does not count, so nobody can pretend that a dead worker lives.
 */
CREATE OR REPLACE FUNCTION queue.missing_workers() RETURNS SETOF text
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  me text := queue.caller();
BEGIN
  RETURN QUERY
  SELECT w.id FROM (
    SELECT j.locked_by AS id FROM events._private_jobs AS j JOIN events._private_tasks AS t ON t.id = j.task_id
    WHERE j.locked_by IS NOT NULL AND queue.worker_of(t.identifier) = me
    UNION SELECT q.locked_by FROM events._private_job_queues AS q
    WHERE q.locked_by IS NOT NULL AND starts_with(q.queue_name, me || '/')) AS w
  WHERE NOT EXISTS (
    SELECT FROM pg_stat_activity AS s
    WHERE s.datname = current_database() AND s.usesysid = (SELECT oid FROM pg_roles WHERE rolname = session_user)
      AND s.application_name = 'lastmile-' || me || ' ' || w.id);
END $$;

/* Frees what these workers of its own hold. A job that was cancelled or replaced while it ran goes, as when it fails. */
CREATE OR REPLACE FUNCTION queue.free_workers(workers text[]) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  me text := queue.caller();
BEGIN
  DELETE FROM events._private_jobs AS j USING events._private_tasks AS t
  WHERE j.locked_by = ANY (workers) AND t.id = j.task_id AND queue.worker_of(t.identifier) = me
    AND j.key IS NULL AND j.payload->>'key' IS NOT NULL;
  UPDATE events._private_jobs AS j SET locked_by = NULL, locked_at = NULL
  FROM events._private_tasks AS t
  WHERE j.locked_by = ANY (workers) AND t.id = j.task_id AND queue.worker_of(t.identifier) = me;
  UPDATE events._private_job_queues AS q SET locked_by = NULL, locked_at = NULL
  WHERE q.locked_by = ANY (workers) AND starts_with(q.queue_name, me || '/');
END $$;

/*
 * Drops its own jobs that were given up: those older than a time, or those that name somebody; both when both are given. Returns
 * how many.
 */
CREATE OR REPLACE FUNCTION queue.forget_dead_jobs(before timestamptz, containing text) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  me text := queue.caller();
  forgotten bigint;
BEGIN
  DELETE FROM events._private_jobs AS j USING events._private_tasks AS t
  WHERE t.id = j.task_id AND queue.worker_of(t.identifier) = me AND j.attempts >= j.max_attempts AND j.locked_at IS NULL
    AND (before IS NOT NULL OR containing IS NOT NULL)
    AND (before IS NULL OR j.updated_at < before)
    AND (containing IS NULL OR strpos(j.payload::text || coalesce(j.last_error, ''), containing) > 0);
  GET DIAGNOSTICS forgotten = ROW_COUNT;
  RETURN forgotten;
END $$;

/* How many jobs of each task have used up their tries, over all services: for the one that tells whoever runs the platform. */
CREATE OR REPLACE FUNCTION queue.dead_jobs() RETURNS TABLE (task text, jobs bigint, newest_time timestamptz)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  IF queue.caller() <> 'notification' THEN
    RAISE EXCEPTION '% may not look at the jobs of others', queue.caller() USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN QUERY SELECT t.identifier, count(*), max(j.updated_at)
  FROM events._private_jobs AS j JOIN events._private_tasks AS t ON t.id = j.task_id
  WHERE j.attempts >= j.max_attempts AND j.locked_at IS NULL
  GROUP BY t.identifier;
END $$;
