// The ledger's health by SQL alone: what may never be true, whatever raced or crashed.
import { asAdmin } from './admin.js';

const CHECKS: Record<string, string> = {
  'a ride with two live trips': `
    SELECT ride_id FROM trip.trips WHERE status IN ('offered', 'scheduled', 'arrived', 'active')
    GROUP BY ride_id HAVING count(*) > 1`,
  'a ride completed twice': `
    SELECT ride_id FROM trip.trips WHERE status = 'completed' GROUP BY ride_id HAVING count(*) > 1`,
  'a ride given again to a driver who had it before': `
    SELECT ride_id, driver_id FROM trip.trips GROUP BY ride_id, driver_id HAVING count(*) > 1`,
  'a route whose seats differ from its live trips, or are oversold': `
    SELECT l.route_id FROM trip.route_loads l
    LEFT JOIN trip.trips t ON t.route_id = l.route_id AND t.status IN ('offered', 'scheduled', 'arrived', 'active')
    GROUP BY l.route_id
    HAVING l.seats_taken <> coalesce(sum(t.party_size), 0) OR l.seats_taken > l.seats`,
  'a live trip for a ride that its rider cancelled': `
    SELECT t.trip_id FROM trip.trips t JOIN rider.rides r USING (ride_id)
    WHERE r.status = 'cancelled' AND t.status IN ('offered', 'scheduled', 'arrived', 'active')`,
  'a waiting ride that nothing will end': `
    SELECT ride_id FROM rider.rides r WHERE status = 'waiting'
    AND NOT EXISTS (SELECT FROM events._private_jobs WHERE key = 'rider#ride-expiry:' || r.ride_id)
    AND NOT EXISTS (SELECT FROM trip.rides t WHERE t.ride_id = r.ride_id AND closed)`,
  'an offer that nothing will end': `
    SELECT trip_id FROM trip.trips t WHERE status = 'offered'
    AND NOT EXISTS (SELECT FROM events._private_jobs WHERE key = 'trip#offer-expiry:' || t.trip_id)`,
  // Work that was asked for again while it ran lost its key and its further attempts to the new job.
  'an event or a timer that was given up': `
    SELECT j.id, identifier, last_error FROM events._private_jobs j JOIN events._private_tasks t ON t.id = task_id
    WHERE attempts >= max_attempts AND locked_at IS NULL AND (key IS NOT NULL OR identifier LIKE '%:%')`,
  'a rider told twice about the same end': `
    SELECT user_id, data ->> 'trip_id' AS trip_id FROM notification.notifications WHERE kind = 'trip.completed'
    GROUP BY 1, 2 HAVING count(*) > 1`,
  // Retention deletes an inbox's oldest entries: what is left ends with the last number that was given.
  'an inbox with a gap': `
    SELECT user_id FROM notification.notifications JOIN notification.inboxes USING (user_id) GROUP BY user_id, last_sequence
    HAVING count(*) <> max(sequence) - min(sequence) + 1 OR max(sequence) <> last_sequence`,
};

/** Runs every check as an administrator; returns a line for each violation. */
export async function audit(adminUrl: string): Promise<string[]> {
  const found: string[] = [];
  for (const [what, sql] of Object.entries(CHECKS)) {
    found.push(...(await asAdmin(adminUrl, sql)).map((row) => `${what}: ${JSON.stringify(row)}`));
  }
  return found;
}
