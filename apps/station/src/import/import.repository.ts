/** Writes timetables and areas: one transaction per feed version. Readers see the old version until it commits. */
import { Injectable } from '@nestjs/common';
import { aborted, notFound } from '@lastmile/errors';
import { Database, type Transaction } from '@lastmile/postgres';
import type { AreaRow } from './import.types.js';
import { replaceAreas, upsertStations } from './station-rows.repository.js';
import { type FeedVersion, insertFeedVersion } from './timetable-rows.repository.js';

export interface NewTimetable extends FeedVersion {
  /** undefined keeps the current areas. */
  readonly areas?: readonly AreaRow[];
}

/** Longer than the 15 s limit of the database role: the COPY of a large city's arrivals is one statement. */
const STATEMENT_SECONDS = 600;
/** First key of the advisory lock that serializes imports of one feed; no other lock of this service has this number. */
const IMPORT_LOCK = 7001;

@Injectable()
export class ImportRepository {
  constructor(private readonly database: Database) {}

  /** stop_ids of the stations in the feed's current timetable. */
  async activeStops(feedId: string): Promise<Set<string>> {
    const rows = await this.database.many<{ stop_id: string }>(
      `SELECT stop_id FROM stations WHERE feed_id = $1 AND active`,
      [feedId],
    );
    return new Set(rows.map((row) => row.stop_id));
  }

  /**
   * Makes `next` the feed's timetable and removes the previous one. Stations that are no longer in the feed stay as
   * inactive ones. Throws aborted IMPORT_RUNNING while another import of the feed is running.
   */
  async replaceTimetable(next: NewTimetable, onStored: (rows: number) => void): Promise<void> {
    await this.database.transaction(async (tx) => {
      await lockFeed(tx, next.feedId);
      const stations = await upsertStations(tx, next.feedId, next.feed);
      await removeTimetable(tx, next.feedId);
      await insertFeedVersion(tx, next, stations, onStored);
      if (next.areas) await replaceAreas(tx, next.feedId, next.areas);
      await this.database.noteCommand(tx);
    });
  }

  /** Replaces the areas, and the pickup points of stations that no operator has edited. */
  async replaceAreas(feedId: string, areas: readonly AreaRow[]): Promise<void> {
    await this.database.transaction(async (tx) => {
      await lockFeed(tx, feedId);
      await replaceAreas(tx, feedId, areas);
      await this.database.noteCommand(tx);
    });
  }

  /** Throws not_found TIMETABLE_NOT_FOUND. */
  async setReplay(feedId: string, replayLastWeek: boolean): Promise<void> {
    const { rowCount } = await this.database.query(`UPDATE timetables SET replay_last_week = $2 WHERE feed_id = $1`, [
      feedId,
      replayLastWeek,
    ]);
    if (rowCount === 0) throw notFound('timetable', feedId);
  }
}

async function lockFeed(tx: Transaction, feedId: string): Promise<void> {
  await tx.setStatementTimeout(STATEMENT_SECONDS);
  const { locked } = await tx.one<{ locked: boolean }>(
    `SELECT pg_try_advisory_xact_lock($1::int, hashtext($2)) AS locked`,
    [IMPORT_LOCK, feedId],
  );
  if (!locked) throw aborted('IMPORT_RUNNING', `another import of feed ${feedId} is running`, { feed_id: feedId });
}

async function removeTimetable(tx: Transaction, feedId: string): Promise<void> {
  const old = await tx.maybeOne<{ version: number }>(`SELECT version FROM timetables WHERE feed_id = $1`, [feedId]);
  if (!old) return;
  for (const table of ['arrivals', 'runs', 'trips', 'timetables']) {
    await tx.query(`DELETE FROM ${table} WHERE version = $1`, [old.version]);
  }
}
