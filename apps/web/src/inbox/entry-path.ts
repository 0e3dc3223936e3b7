// Where the app shows what a message is about; public/service-worker.js has the same for messages that are pushed.
import type { Schemas } from '../api/client';

/** Undefined for messages about nothing but themselves. */
export function entryPath({ data }: Pick<Schemas['Notification'], 'data'>): string | undefined {
  if (data.trip_id) return `/trips/${encodeURIComponent(data.trip_id)}`;
  return data.ride_id ? `/ride/${encodeURIComponent(data.ride_id)}` : undefined;
}

/** Whether the page shows what a message tells, so that it need not be said twice. */
export function isOnScreen({ kind, data }: Pick<Schemas['Notification'], 'kind' | 'data'>, path: string): boolean {
  const isAboutPage = [data.trip_id, data.ride_id].some((id) => id !== undefined && path.endsWith(`/${id}`));
  return isAboutPage || (path === '/drive' && kind.startsWith('trip.'));
}
