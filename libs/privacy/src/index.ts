export { PersonalData, type Person, type RetentionRule, type Section } from './personal-data.js';
export { AuditTrail, personHash, type Action } from './audit-trail.js';
export { Erasure } from './erasure.js';
export { ReadTrail, type ReadSubject } from './read-trail.js';
export { Settling } from './settling.js';
export { PrivacyController } from './privacy.controller.js';
export { accountPrivacyProviders, privacyProviders } from './privacy-providers.js';
export { kept } from './retention.config.js';
export { Retention } from './retention.js';
