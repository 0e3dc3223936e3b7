// The number of the newest inbox entry that this tab has seen. Tabs of one browser only share where a new tab starts,
// because entries seen by another tab have not updated this tab's cache.

export class SeenEntries {
  private last: number | undefined;

  constructor(
    private readonly storage: Pick<Storage, 'getItem' | 'setItem'>,
    private readonly key: string,
  ) {
    const stored = storage.getItem(key);
    this.last = stored === null ? undefined : Number(stored);
  }

  /** Where to resume; undefined in a browser that has never followed this inbox, which then starts with new entries. */
  get after(): number | undefined {
    return this.last;
  }

  /** Records an entry. False when this tab has already seen it: entries may be repeated after a reconnect. */
  isNew(sequence: number): boolean {
    if (sequence <= (this.last ?? 0)) return false;
    this.last = sequence;
    const stored = Number(this.storage.getItem(this.key) ?? 0);
    if (sequence > stored) this.storage.setItem(this.key, String(sequence));
    return true;
  }
}
