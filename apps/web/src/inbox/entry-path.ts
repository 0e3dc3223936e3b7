// The page that an entry of the inbox is about; public/service-worker.js has the same mapping for pushed messages.
import type { Schemas } from '../api/client';

/** Undefined for entries that are not about a page. */
export function entryPath({ data }: Pick<Schemas['Notification'], 'data'>): string | undefined {
  if (data.trip_id) return `/trips/${encodeURIComponent(data.trip_id)}`;
  return data.ride_id ? `/ride/${encodeURIComponent(data.ride_id)}` : undefined;
}

/** Whether the page already shows what the entry says, so that no toast is needed. */
export function isOnScreen({ kind, data }: Pick<Schemas['Notification'], 'kind' | 'data'>, path: string): boolean {
  const isAboutPage = [data.trip_id, data.ride_id].some((id) => id !== undefined && path.endsWith(`/${id}`));
  return isAboutPage || (path === '/drive' && kind.startsWith('trip.'));
}
