/** calendar.txt and calendar_dates.txt: on which days each service runs. A feed has either or both. */
import { readOptionalTable } from './csv-table.js';
import { FeedError } from './feed.error.js';
import type { FeedService } from './feed.types.js';
import type { FeedSource } from './feed-source.types.js';

const DAYS = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'] as const;
const [ADDED, REMOVED] = [1, 2] as const;

interface MutableService extends FeedService {
  readonly added: string[];
  readonly removed: string[];
}

export async function readCalendar(source: FeedSource): Promise<FeedService[]> {
  if (!source.files.has('calendar.txt') && !source.files.has('calendar_dates.txt')) {
    throw new FeedError({ file: 'calendar.txt' }, 'is missing, and so is calendar_dates.txt; one of them is required');
  }
  const services = new Map<string, MutableService>();
  await readOptionalTable(source, 'calendar.txt', ['service_id', ...DAYS, 'start_date', 'end_date'], (row) => {
    const serviceId = row.requiredText('service_id');
    if (services.has(serviceId)) row.fail('service_id', `"${serviceId}" appears twice`);
    const weekdays = DAYS.reduce((mask, day, bit) => mask | (row.choice(day, [0, 1]) << bit), 0);
    const [startDate, endDate] = [row.date('start_date'), row.date('end_date')];
    if (endDate < startDate) row.fail('end_date', 'lies before start_date');
    services.set(serviceId, { serviceId, weekdays, startDate, endDate, added: [], removed: [] });
  });
  const seen = new Set<string>();
  await readOptionalTable(source, 'calendar_dates.txt', ['service_id', 'date', 'exception_type'], (row) => {
    const serviceId = row.requiredText('service_id');
    const date = row.date('date');
    const key = `${date} ${serviceId}`;
    if (seen.has(key)) row.fail('date', `service "${serviceId}" has a second exception on ${date}`);
    seen.add(key);
    let service = services.get(serviceId);
    if (!service) {
      service = { serviceId, weekdays: 0, startDate: '', endDate: '', added: [], removed: [] };
      services.set(serviceId, service);
    }
    (row.choice('exception_type', [ADDED, REMOVED]) === ADDED ? service.added : service.removed).push(date);
  });
  if (![...services.values()].some(({ weekdays, added }) => weekdays !== 0 || added.length > 0)) {
    throw new FeedError({ file: 'calendar.txt' }, 'the timetable is empty: no service runs on any day');
  }
  return [...services.values()];
}
