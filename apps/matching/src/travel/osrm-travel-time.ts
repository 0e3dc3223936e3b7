// Driving times from a routing server, cached for an hour. Times that the server does not return before the timeout are
// estimated.
//
// The times are the same at every hour, because OSRM does not know traffic. After a failure the server is not called
// for 30 s: riders are waiting, and a plan with estimates is better for them than a late one.
import { Logger } from '@nestjs/common';
import type { LatLng } from '@lastmile/geo';
import { LRUCache } from 'lru-cache';
import { CellTable, middleOf } from './cell-table.core.js';
import { GreatCircleTravelTime } from './great-circle-travel-time.js';
import { OsrmClient } from './osrm.client.js';
import { tablesFor, type Table } from './osrm-tables.core.js';
import { TravelTime, type DriveSeconds } from './travel-time.js';

export interface OsrmOptions {
  readonly url: string;
  /** Timeout for everything that one plan needs. */
  readonly timeoutMs: number;
  /** Maximum places of one request. */
  readonly mostPlaces: number;
}

/** Roads change slowly; a closed road is noticed within an hour. */
const CACHED_MS = 3_600_000;
/** Pairs of cells, about 60 bytes each. A station of 30 drivers and 120 riders has some 25,000. */
const MAX_PAIRS = 300_000;
/** Maximum places of one plan; pairs with further places are estimated. */
const MAX_PLACES = 400;
const PAUSE_MS = 30_000;

export class OsrmTravelTime extends TravelTime {
  private readonly estimates = new GreatCircleTravelTime();
  private readonly server: OsrmClient;
  /** Seconds by cell and cell; evicted one row at a time. */
  private readonly rows: LRUCache<number, Map<number, number>>;
  private resumeMs = -Infinity;

  /** @param now milliseconds of a monotonic clock */
  constructor(
    private readonly options: OsrmOptions,
    private readonly logger: Pick<Logger, 'warn'> = new Logger(OsrmTravelTime.name),
    private readonly now: () => number = () => performance.now(),
  ) {
    super();
    this.server = new OsrmClient(options.url);
    this.rows = new LRUCache({
      maxSize: MAX_PAIRS,
      sizeCalculation: (row) => row.size,
      ttl: CACHED_MS,
      noUpdateTTL: true,
      ttlResolution: 0,
      perf: { now },
    });
  }

  async among(places: readonly LatLng[], at: { readonly hour: number }): Promise<DriveSeconds> {
    const estimate = await this.estimates.among(places, at);
    const table = new CellTable(places, MAX_PLACES);
    this.recall(table);
    if (this.now() >= this.resumeMs) await this.complete(table);
    return (from, to) => {
      const seconds = table.between(from, to);
      return Number.isFinite(seconds) ? seconds : estimate(from, to);
    };
  }

  private recall(table: CellTable): void {
    table.cells.forEach((cell, from) => {
      const row = this.rows.get(cell);
      if (row) table.cells.forEach((to, index) => index !== from && table.set(from, index, row.get(to) ?? NaN));
    });
  }

  /** Requests everything that is missing at once. Received times are kept even if other requests fail. */
  private async complete(table: CellTable): Promise<void> {
    const { timeoutMs, mostPlaces } = this.options;
    const gaps = tablesFor(table.cells.length, (from, to) => Number.isNaN(table.at(from, to)), mostPlaces);
    if (gaps.length === 0) return;
    const places = table.cells.map(middleOf);
    const signal = AbortSignal.timeout(timeoutMs);
    const answers = await Promise.allSettled(gaps.map((gap) => this.server.table(places, gap, signal)));
    answers.forEach((answer, i) => {
      if (answer.status === 'fulfilled') this.keep(table, gaps[i] as Table, answer.value);
    });
    const failed = answers.find((answer) => answer.status === 'rejected');
    if (failed) this.pause(failed.reason);
  }

  private keep(table: CellTable, { sources, destinations }: Table, durations: readonly (number | null)[][]): void {
    sources.forEach((from, y) => {
      const cell = table.cells[from] as number;
      // A copy, because the cache computes the size of new values only.
      const row = new Map(this.rows.get(cell));
      destinations.forEach((to, x) => {
        const seconds = from === to ? 0 : (durations[y]?.[x] ?? Infinity);
        table.set(from, to, seconds);
        row.set(table.cells[to] as number, seconds);
      });
      this.rows.set(cell, row);
    });
  }

  private pause(reason: unknown): void {
    // The request of another plan may have failed at the same time.
    if (this.now() < this.resumeMs) return;
    this.resumeMs = this.now() + PAUSE_MS;
    this.logger.warn(
      { err: reason, pause_ms: PAUSE_MS },
      'no driving times from the routing server: estimates instead',
    );
  }
}
