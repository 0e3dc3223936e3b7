export { MailServer, type ReceivedMail } from './mail-server.js';
export { Explained } from './explained.js';
export { ManualClock } from './manual-clock.js';
export { testDatabase, testServer, type TestDatabase } from './test-database.js';
export { waitFor } from './wait-for.js';
export { startService, type StartedService } from './start-service.js';
export { startDouble, type DoubleHandlers, type ServiceDouble } from './service-double.js';
export { whereIs } from './where-is.js';
export { Wire } from './wire.js';
