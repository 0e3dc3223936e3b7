// Which personal data a service stores, and how it is erased. Each service with personal data defines it once, with
// these types.

/** A person whose account is erased. */
export interface Person {
  readonly userId: string;
  /** Replaces the person's id in rows that are kept; a random id that is the same in all services. */
  readonly pseudonymId: string;
}

/** One kind of record in an export. */
export interface Section {
  readonly name: string;
  /**
   * Up to `limit` records about the person with keys after `after` (empty: from the start), sorted by key. They contain
   * no data about other people, and no secrets.
   */
  read(userId: string, after: string, limit: number): Promise<{ key: string; record: object }[]>;
}

/** Data that is deleted automatically when it is old. */
export interface RetentionRule {
  readonly name: string;
  /** Deletes up to `limit` rows that are older than the configured time; returns how many. May be repeated. */
  sweep(limit: number): Promise<number>;
}

export abstract class PersonalData {
  /**
   * Erases the person from some hundred rows: rows are deleted, or, if they must be kept, get the pseudonym, rounded
   * places and no texts. Returns how many; 0 when nothing is left. A repeat after a crash continues where it ended.
   */
  abstract erase(person: Person): Promise<number>;

  abstract readonly sections: readonly Section[];
  abstract readonly retention: readonly RetentionRule[];
}
