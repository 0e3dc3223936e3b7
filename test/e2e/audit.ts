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
  'an inbox with a gap': `
    SELECT user_id FROM notification.notifications GROUP BY user_id HAVING count(*) <> max(sequence)`,
};

/** Runs every check as an administrator; returns a line for each violation. */
export async function audit(adminUrl: string): Promise<string[]> {
  const found: string[] = [];
  for (const [what, sql] of Object.entries(CHECKS)) {
    found.push(...(await asAdmin(adminUrl, sql)).map((row) => `${what}: ${JSON.stringify(row)}`));
  }
  return found;
}
