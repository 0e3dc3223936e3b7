// Client of the table service of OSRM, or of a server with the same API.
import type { LatLng } from '@lastmile/geo';
import { z } from 'zod';
import type { Table } from './osrm-tables.core.js';

/** A longer drive is not a last mile, so such an answer must be wrong. */
const MAX_SECONDS = 86_400;
const tableAnswer = z.object({
  code: z.literal('Ok'),
  durations: z.array(z.array(z.number().min(0).max(MAX_SECONDS).nullable())),
});

export class OsrmClient {
  /** @param url of the server, without `/table/…` */
  constructor(private readonly url: string) {}

  /**
   * Driving seconds, a row for each source and a column for each destination; null where there is no way.
   *
   * @throws Error without a valid answer before `signal` aborts. Its message names no place
   */
  async table(
    places: readonly LatLng[],
    { sources, destinations }: Table,
    signal: AbortSignal,
  ): Promise<(number | null)[][]> {
    const used = [...new Set([...sources, ...destinations])];
    const coordinates = used.map((index) => coordinate(places[index] as LatLng)).join(';');
    const isSquare = sources.length === used.length && destinations.length === used.length;
    const named = (indexes: readonly number[]) => indexes.map((index) => used.indexOf(index)).join(';');
    const rectangle = isSquare ? '' : `&sources=${named(sources)}&destinations=${named(destinations)}`;
    const path = `table/v1/driving/${coordinates}?annotations=duration${rectangle}`;
    const response = await fetch(`${this.url.replace(/\/+$/, '')}/${path}`, { signal });
    if (!response.ok) {
      await response.body?.cancel();
      throw new Error(`HTTP ${response.status}`);
    }
    const { success, data } = tableAnswer.safeParse(await response.json());
    if (!success) throw new Error('not an answer of a table service');
    const { durations } = data;
    const isWhole = durations.length === sources.length && durations.every((row) => row.length === destinations.length);
    if (!isWhole) throw new Error(`not a table of ${sources.length} × ${destinations.length}`);
    return durations;
  }
}

/** Longitude first, as in GeoJSON. */
const coordinate = ({ latitude, longitude }: LatLng): string => `${longitude.toFixed(4)},${latitude.toFixed(4)}`;
