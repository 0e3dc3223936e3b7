// What must end before a person can be erased from a service.
import type { Person } from './personal-data.js';

export abstract class Settling {
  /**
   * Ends everything that may end now. Returns whether nothing of this person is under way any more; called again until
   * it is true.
   */
  abstract settle(person: Person): Promise<boolean>;
}
