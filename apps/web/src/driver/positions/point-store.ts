// Stores waiting fixes in pieces, so that each new fix costs only a small write, and a reload, a closed tab or a crash
// loses none.
//
// Each open page writes under its own name, and holds a lock with that name while it lives. When the lock is free the
// page is gone, and the next page of the same route takes over its fixes.
import type { Fix } from '../simulation/drive.types';
import { merged, MOST_WAITING, withoutBatch, withPoints } from './point-queue.core';

const PREFIX = 'lastmile.fixes.';
const PIECE = 100;
/** Age after which fixes of an abandoned route are deleted, in the platform's time. */
const FORGOTTEN_AFTER_MS = 24 * 3_600_000;

/** The browser features that it needs. */
export interface Browser {
  readonly storage: Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;
  /** The keys of the storage. */
  keys(): string[];
  /** Runs `work` while holding the lock with that name; if another page has the lock, runs it without. */
  ifFree(name: string, work: (isFree: boolean) => Promise<void> | void): Promise<void>;
}

interface Piece {
  readonly key: string;
  readonly points: readonly Fix[];
}

export class PointStore {
  /** Oldest first. */
  private pieces: readonly Piece[] = [];
  private nextNumber = 0;

  /** @param pageId of this page, which must hold the lock with that name before it adds anything */
  constructor(
    private readonly routeId: string,
    private readonly pageId: string,
    private readonly browser: Browser,
    private readonly platformNow: () => number,
  ) {}

  /** The waiting fixes, oldest first. */
  points(): readonly Fix[] {
    return this.pieces.flatMap(({ points }) => points);
  }

  /** Skips fixes that are not newer than the newest one. If there are too many, drops the oldest. */
  add(fixes: readonly Fix[]): void {
    const waiting = this.points();
    const newest = waiting.slice(-1);
    const fresh = withPoints(newest, fixes).slice(newest.length);
    if (fresh.length === 0) return;
    const last = this.pieces.at(-1);
    if (last && last.points.length + fresh.length <= PIECE) {
      this.write({ key: last.key, points: [...last.points, ...fresh] });
    } else this.append(fresh);
    this.remove(waiting.slice(0, Math.max(0, waiting.length + fresh.length - MOST_WAITING)));
  }

  remove(batch: readonly Fix[]): void {
    for (const piece of this.pieces) {
      const points = withoutBatch(piece.points, batch);
      if (points.length < piece.points.length) this.write({ key: piece.key, points });
    }
  }

  /** Takes over fixes of pages that are gone. True when there were any. */
  async adopt(): Promise<boolean> {
    const before = this.points().length;
    const left = Map.groupBy(this.browser.keys().filter(isFixes), (key) => nameOf(key).pageId);
    for (const [pageId, keys] of left) {
      if (pageId === this.pageId) continue;
      await this.browser.ifFree(lockOf(pageId), (isFree) => {
        if (isFree) this.takeOver(keys);
      });
    }
    return this.points().length > before;
  }

  private takeOver(keys: readonly string[]): void {
    const own = keys.filter((key) => nameOf(key).routeId === this.routeId);
    const found = own.flatMap((key) => this.read(key));
    if (found.length > 0) {
      const mine = this.pieces;
      const all = merged(this.points(), found);
      this.pieces = [];
      this.append(all);
      // Written first: if the page dies here, they are stored twice, and the platform recognizes duplicates by their
      // times.
      for (const { key } of mine) this.browser.storage.removeItem(key);
    }
    for (const key of keys) {
      const isOld =
        (this.read(key).at(-1)?.time ?? '') < new Date(this.platformNow() - FORGOTTEN_AFTER_MS).toISOString();
      if (own.includes(key) || isOld) this.browser.storage.removeItem(key);
    }
  }

  private append(points: readonly Fix[]): void {
    for (let from = 0; from < points.length; from += PIECE) {
      const key = `${PREFIX}${this.routeId}.${this.pageId}.${String(this.nextNumber++)}`;
      this.write({ key, points: points.slice(from, from + PIECE) });
    }
  }

  private write(piece: Piece): void {
    const { key, points } = piece;
    if (points.length === 0) {
      this.browser.storage.removeItem(key);
      this.pieces = this.pieces.filter((each) => each.key !== key);
      return;
    }
    const isKnown = this.pieces.some((each) => each.key === key);
    this.pieces = isKnown ? this.pieces.map((each) => (each.key === key ? piece : each)) : [...this.pieces, piece];
    try {
      this.browser.storage.setItem(key, JSON.stringify(points));
    } catch {
      // The storage is full or forbidden: the fixes wait in memory only.
    }
  }

  private read(key: string): readonly Fix[] {
    try {
      return JSON.parse(this.browser.storage.getItem(key) ?? '[]') as Fix[];
    } catch {
      return [];
    }
  }
}

/** The lock that the page with that id holds while it lives. */
export const lockOf = (pageId: string): string => `${PREFIX}${pageId}`;

const isFixes = (key: string): boolean => key.startsWith(PREFIX);

function nameOf(key: string): { routeId: string; pageId: string } {
  const [routeId = '', pageId = ''] = key.slice(PREFIX.length).split('.');
  return { routeId, pageId };
}
