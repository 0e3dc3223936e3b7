// Up to which number this tab has heard the inbox. Tabs of one browser share only where a new one starts: what another tab
// has heard has done nothing for the cache of this one.

export class SeenEntries {
  private last: number | undefined;

  constructor(
    private readonly storage: Pick<Storage, 'getItem' | 'setItem'>,
    private readonly key: string,
  ) {
    const stored = storage.getItem(key);
    this.last = stored === null ? undefined : Number(stored);
  }

  /** Where to resume; undefined in a browser that has never heard this inbox, which begins at what is new. */
  get after(): number | undefined {
    return this.last;
  }

  /** Notes an entry. False when this tab has heard it already: it comes again after a reconnect. */
  isNew(sequence: number): boolean {
    if (sequence <= (this.last ?? 0)) return false;
    this.last = sequence;
    const stored = Number(this.storage.getItem(this.key) ?? 0);
    if (sequence > stored) this.storage.setItem(this.key, String(sequence));
    return true;
  }
}
