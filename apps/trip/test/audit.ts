// What must hold in the ledger's tables at every moment, and what was told to the world, read as an administrator.
import type { TestDatabase } from '@lastmile/testing';

/** Every broken promise in the ledger, in words; empty when all hold. */
export async function audit(db: TestDatabase): Promise<string[]> {
  const rows = await db.admin<{ problem: string }>(`
    SELECT 'route ' || route_id || ' counts other seats than its live trips hold' AS problem
      FROM trip.route_loads l LEFT JOIN (
        SELECT route_id, sum(party_size) AS seats, count(*) FILTER (WHERE wheelchair) AS places
        FROM trip.trips WHERE live GROUP BY route_id) AS held USING (route_id)
      WHERE (l.seats_taken, l.wheelchair_places_taken) <> (coalesce(held.seats, 0), coalesce(held.places, 0))
    UNION ALL SELECT 'route ' || route_id || ' is oversold' FROM trip.route_loads
      WHERE seats_taken > seats OR wheelchair_places_taken > wheelchair_places
    UNION ALL SELECT 'ride ' || ride_id || ' has several live trips' FROM trip.trips
      WHERE live GROUP BY ride_id HAVING count(*) > 1
    UNION ALL SELECT 'ride ' || ride_id || ' is closed and has a live trip'
      FROM trip.trips JOIN trip.rides USING (ride_id) WHERE live AND closed AND status <> 'active'
    UNION ALL SELECT 'route ' || route_id || ' is closed and has a live trip'
      FROM trip.trips JOIN trip.route_loads USING (route_id) WHERE live AND NOT open
    UNION ALL SELECT 'trip ' || trip_id || ' has gaps in its history'
      FROM trip.trips t LEFT JOIN trip.trip_history h USING (trip_id) GROUP BY trip_id, t.version
      HAVING array_agg(h.version ORDER BY h.version) <> ARRAY(SELECT generate_series(1, t.version))
    UNION ALL SELECT 'trip ' || trip_id || ' ended otherwise than its history'
      FROM trip.trips t JOIN trip.trip_history h USING (trip_id, version) WHERE t.status <> h.status
    UNION ALL SELECT 'ride ' || ride_id || ' was given back without excluding its driver'
      FROM trip.trips JOIN trip.rides USING (ride_id)
      WHERE (status IN ('declined', 'expired') OR (status = 'cancelled' AND ended_by <> 'rider')
        OR (status = 'no_show' AND ended_by = 'rider')) AND NOT driver_id = ANY (excluded_driver_ids)
    UNION ALL SELECT 'ride ' || ride_id || ' is over but not closed'
      FROM trip.trips JOIN trip.rides USING (ride_id)
      WHERE (status = 'completed' OR (status = 'cancelled' AND ended_by = 'rider')
        OR (status = 'no_show' AND ended_by = 'driver')) AND NOT closed`);
  return rows.map(({ problem }) => problem);
}

/** Everything the ledger has stored and queued, to compare before and after, but the log of operators, in which refusals stand too. */
export async function snapshot(db: TestDatabase): Promise<unknown> {
  const [row] = await db.admin(`SELECT
    (SELECT jsonb_agg(t ORDER BY trip_id) FROM trip.trips t) AS trips,
    (SELECT jsonb_agg(h ORDER BY trip_id, version) FROM trip.trip_history h) AS history,
    (SELECT jsonb_agg(l ORDER BY route_id) FROM trip.route_loads l) AS loads,
    (SELECT jsonb_agg(r ORDER BY ride_id) FROM trip.rides r) AS rides,
    (SELECT jsonb_agg(jsonb_build_array(q.caller_id, q.request_id, q.command) ORDER BY request_id)
       FROM trip.requests q) AS requests,
    (SELECT jsonb_agg(jsonb_build_array(j.key, j.payload, j.attempts) ORDER BY j.id)
       FROM events._private_jobs j
       WHERE coalesce(j.payload->>'type', '') NOT LIKE '%.operator_acted') AS jobs`);
  return row;
}

export interface Told {
  readonly id: string;
  readonly type: string;
  readonly version: number;
  readonly data: { trip?: Record<string, unknown>; actor?: string; rideReopened?: boolean; cancelled?: boolean };
}

/** The events told about a trip or a ride, oldest first, as listeners will get them; each once. */
export async function told(db: TestDatabase, aggregateId: string): Promise<Told[]> {
  const jobs = await db.admin<Told & Record<string, unknown>>(
    `SELECT payload->>'id' AS id, payload->>'type' AS type, (payload->>'version')::integer AS version,
       payload->'data' AS data
     FROM events._private_jobs j WHERE payload->>'aggregateId' = $1 ORDER BY j.id`,
    [aggregateId],
  );
  // One job for each listener carries the same event.
  return [...new Map(jobs.map((event) => [event.id, event])).values()];
}

/** Trips whose offer has a timer. */
export async function offerTimers(db: TestDatabase): Promise<string[]> {
  const rows = await db.admin<{ trip: string }>(
    `SELECT payload->'data'->>'tripId' AS trip FROM events._private_jobs WHERE payload->>'key' LIKE 'offer-expiry:%'`,
  );
  return rows.map(({ trip }) => trip);
}
