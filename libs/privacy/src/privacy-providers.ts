// Adds erasure, retention and the log of operators' actions and reads to a service:
// `...privacyProviders(TripPersonalData, TripSettling)`, with PrivacyController among the controllers.
import type { Provider, Type } from '@nestjs/common';
import { AuditTrail } from './audit-trail.js';
import { ErasureListener } from './erasure.listener.js';
import { Erasure } from './erasure.js';
import { PersonalData } from './personal-data.js';
import { ReadTrail } from './read-trail.js';
import { Retention } from './retention.js';
import { Settling } from './settling.js';

/** Without `settling` nothing has to end before a person can be erased. */
export const privacyProviders = (data: Type<PersonalData>, settling: Type<Settling> = NothingUnderWay): Provider[] => [
  ...accountPrivacyProviders(data, settling),
  ErasureListener,
];

/** For the user service, which starts each erasure itself and publishes it to the others. */
export const accountPrivacyProviders = (data: Type<PersonalData>, settling: Type<Settling>): Provider[] => [
  { provide: PersonalData, useClass: data },
  { provide: Settling, useClass: settling },
  AuditTrail,
  Erasure,
  ReadTrail,
  Retention,
];

class NothingUnderWay extends Settling {
  settle(): Promise<boolean> {
    return Promise.resolve(true);
  }
}
