/** agency.txt, feed_info.txt and routes.txt: agencies with their time zone, and lines with their colours. */
import { OWN_ID_LENGTH } from '@lastmile/ids';
import { readOptionalTable, readTable } from './csv-table.js';
import { FeedError } from './feed.error.js';
import type { FeedLine } from './feed.types.js';
import type { FeedSource } from './feed-source.types.js';

export interface Agency {
  readonly slug: string;
  readonly timeZone: string;
}

/** All agencies of a feed must have the same time zone (a GTFS rule); the feed's times are in that zone. */
export async function readAgency(source: FeedSource): Promise<Agency> {
  let first: Agency | undefined;
  await readTable(source, 'agency.txt', ['agency_name', 'agency_timezone'], (row) => {
    const timeZone = row.required('agency_timezone');
    if (!isTimeZone(timeZone)) row.fail('agency_timezone', `"${timeZone}" is not a time zone`);
    first ??= { slug: slugOf(row.text('agency_id')) || slugOf(row.requiredText('agency_name')) || 'feed', timeZone };
    if (timeZone !== first.timeZone) row.fail('agency_timezone', `differs from the first agency's "${first.timeZone}"`);
  });
  if (!first) throw new FeedError({ file: 'agency.txt' }, 'names no agency');
  return first;
}

/** The publisher's name of this version; blank without feed_info.txt. */
export async function readFeedVersion(source: FeedSource): Promise<string> {
  let version = '';
  await readOptionalTable(source, 'feed_info.txt', [], (row) => {
    version ||= row.text('feed_version');
  });
  return version;
}

/** Lines in file order, and route_id → index. */
export async function readLines(source: FeedSource): Promise<{ lines: FeedLine[]; lineOf: Map<string, number> }> {
  const lines: FeedLine[] = [];
  const lineOf = new Map<string, number>();
  await readTable(source, 'routes.txt', ['route_id', 'route_type'], (row) => {
    const routeId = row.id('route_id', OWN_ID_LENGTH);
    if (lineOf.has(routeId)) row.fail('route_id', `"${routeId}" appears twice`);
    const [shortName, longName] = [row.text('route_short_name'), row.text('route_long_name')];
    if (!shortName && !longName) row.fail('route_short_name', 'is missing, and so is route_long_name');
    const line: FeedLine = {
      routeId,
      shortName,
      longName,
      color: row.color('route_color'),
      textColor: row.color('route_text_color'),
      routeType: row.integer('route_type'),
      sortOrder: row.get('route_sort_order') ? row.integer('route_sort_order') : lines.length,
    };
    lineOf.set(routeId, lines.push(line) - 1);
  });
  return { lines, lineOf };
}

/** Letters, digits and single dashes: "MTA NYCT" → "mta-nyct". Blank for names in non-Latin scripts. */
export function slugOf(name: string): string {
  return name
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '');
}

function isTimeZone(name: string): boolean {
  try {
    return Boolean(new Intl.DateTimeFormat('en', { timeZone: name }));
  } catch {
    return false;
  }
}
