// What has to end before a person can be taken out of a service.
import type { Person } from './personal-data.js';

export abstract class Settling {
  /** Ends what may be ended at once. Returns whether nothing of this person is under way any more; called again until it is so. */
  abstract settle(person: Person): Promise<boolean>;
}
