/** Imports a feed: reads and checks all of it, then stores it in one transaction. */
import { Injectable } from '@nestjs/common';
import { Clock } from '@lastmile/config';
import { invalidArgument, notFound } from '@lastmile/errors';
import { FeedError } from './gtfs/feed.error.js';
import { contentHash, openFeedSource } from './gtfs/feed-source.js';
import { type FeedSource, GTFS_FILES } from './gtfs/feed-source.types.js';
import { readAreas } from './gtfs/read-areas.js';
import { readFeed } from './gtfs/read-feed.js';
import { readAgency } from './gtfs/read-lines.js';
import { ImportRepository } from './import.repository.js';
import type { ImportOptions, ImportProgress, ImportSummary } from './import.types.js';
import { MANUAL_FEED } from '../stations/station.service.js';
import { headerOf, warningsOf } from './timetable-header.core.js';
import { TimetableRepository } from '../timetable/timetable.repository.js';

type OnProgress = (progress: ImportProgress) => void;

@Injectable()
export class ImportService {
  constructor(
    private readonly imports: ImportRepository,
    private readonly timetables: TimetableRepository,
    private readonly clock: Clock,
  ) {}

  /**
   * All or nothing. If the same content is already imported, it is not read again; only its areas and options are
   * updated. Throws a FeedError for any error in the files, and aborted IMPORT_RUNNING during another import of the
   * feed.
   */
  async import(options: ImportOptions, onProgress: OnProgress): Promise<ImportSummary> {
    if (options.feedPath === undefined) return this.importAreas(options);
    const source = await openFeedSource(options.feedPath);
    try {
      return await this.importFeed(source, options, onProgress);
    } finally {
      source.close();
    }
  }

  private async importFeed(source: FeedSource, options: ImportOptions, onProgress: OnProgress): Promise<ImportSummary> {
    const feedId = options.feedId || (await readAgency(source)).slug;
    if (feedId === MANUAL_FEED)
      throw invalidArgument('feedId', `feedId: ${MANUAL_FEED} is kept for stations made by hand`);
    const hash = await contentHash(source);
    const current = await this.timetables.findTimetable(feedId);
    if (current?.contentHash === hash) {
      const renewed = current.replayLastWeek !== options.replayLastWeek;
      const areaCount = options.areasPath ? await this.replaceAreas(feedId, options.areasPath) : 0;
      if (renewed) await this.imports.setReplay(feedId, options.replayLastWeek);
      return this.summary(feedId, source, renewed, areaCount);
    }
    const progress = { phase: '', bytesDone: 0, bytesTotal: bytesOf(source), rowsDone: 0 };
    const onRead = (phase: string, bytes: number, rows: number): void => {
      Object.assign(progress, { phase, bytesDone: progress.bytesDone + bytes, rowsDone: progress.rowsDone + rows });
      onProgress({ ...progress });
    };
    const feed = await readFeed({ ...source, onRead });
    const stops = new Set(feed.stations.map(({ stopId }) => stopId));
    const areas = options.areasPath ? await readAreas(options.areasPath, stops) : undefined;
    const header = headerOf(feed, {
      feedId,
      contentHash: hash,
      replayLastWeek: options.replayLastWeek,
      importTime: this.clock.now(),
    });
    await this.imports.replaceTimetable({ ...header, feed, areas }, (rowsDone) =>
      onProgress({ ...progress, phase: 'storing', rowsDone }),
    );
    return this.summary(feedId, source, true, areas?.length ?? 0);
  }

  private async importAreas({ feedId, areasPath }: ImportOptions): Promise<ImportSummary> {
    if (!areasPath) throw new FeedError({ file: 'feed.zip' }, 'is missing from the upload');
    if (!feedId) throw invalidArgument('feedId', 'feedId: must be given when only areas are imported');
    if (!(await this.timetables.findTimetable(feedId))) throw notFound('timetable', feedId);
    return this.summary(feedId, undefined, true, await this.replaceAreas(feedId, areasPath));
  }

  private async replaceAreas(feedId: string, path: string): Promise<number> {
    const areas = await readAreas(path, await this.imports.activeStops(feedId));
    await this.imports.replaceAreas(feedId, areas);
    return areas.length;
  }

  private async summary(
    feedId: string,
    source: FeedSource | undefined,
    changed: boolean,
    areaCount: number,
  ): Promise<ImportSummary> {
    const timetable = await this.timetables.findTimetable(feedId);
    if (!timetable) throw notFound('timetable', feedId);
    return { timetable, changed, areaCount, warnings: source ? warningsOf(timetable, source, this.clock.now()) : [] };
  }
}

const bytesOf = (source: FeedSource): number =>
  GTFS_FILES.reduce((sum, file) => sum + (source.files.get(file) ?? 0), 0);
