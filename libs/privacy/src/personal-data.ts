// What a service knows about people, and how it forgets it. Each service that holds anything personal says so once, here.

/** Somebody whose account is gone. */
export interface Person {
  readonly userId: string;
  /** Stands for the person where a row has to stay; a random id that is the same in all services. */
  readonly pseudonymId: string;
}

/** One kind of record in an export. */
export interface Section {
  readonly name: string;
  /**
   * Up to `limit` records about the person whose key comes after `after` (empty: from the start), in the order of their keys.
   * Nothing in them is about anybody else, and no secret.
   */
  read(userId: string, after: string, limit: number): Promise<{ key: string; record: object }[]>;
}

/** What goes by itself when it is old. */
export interface RetentionRule {
  readonly name: string;
  /** Takes out up to `limit` rows that are older than the configured time; returns how many. Safe to repeat. */
  sweep(limit: number): Promise<number>;
}

export abstract class PersonalData {
  /**
   * Takes the person out of some hundred rows: deleted, or with the pseudonym, coarse places and no words where a row has to
   * stay. Returns how many; 0 when nothing is left. Repeating it after a crash goes on where it ended.
   */
  abstract erase(person: Person): Promise<number>;

  abstract readonly sections: readonly Section[];
  abstract readonly retention: readonly RetentionRule[];
}
