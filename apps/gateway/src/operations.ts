// All REST operations, in the order of the document.
import type { Clock } from '@lastmile/config';
import type { Clients } from './gateway.clients.js';
import type { Operation } from './http/operation.js';
import type { FixRelay } from './location/fix-relay.js';
import { approachOperations } from './rest/approaches.js';
import { auditOperations } from './rest/audit.js';
import { clusterOperations } from './rest/cluster.js';
import { driverOperations } from './rest/drivers.js';
import { inboxOperations } from './rest/inbox.js';
import { operatorOperations } from './rest/operator.js';
import { privacyOperations } from './rest/privacy.js';
import { rideOperations } from './rest/rides.js';
import { tripOperations } from './rest/trips.js';
import { secondFactorOperations } from './rest/second-factor.js';
import { sharedOperations } from './rest/shared.js';
import { stationOperations } from './rest/stations.js';
import { statisticsOperations } from './rest/statistics.js';
import { trainOperations } from './rest/trains.js';
import { userOperations } from './rest/users.js';

export const allOperations = (clients: Clients, clock: Clock, fixes: FixRelay): Operation[] => [
  ...userOperations(clients),
  ...secondFactorOperations(clients),
  ...privacyOperations(clients, clock),
  ...stationOperations(clients),
  ...trainOperations(clients),
  ...driverOperations(clients, fixes),
  ...rideOperations(clients),
  ...tripOperations(clients),
  ...sharedOperations(clients),
  ...inboxOperations(clients),
  ...approachOperations(clients),
  ...operatorOperations(clients, clock),
  ...auditOperations(clients),
  ...statisticsOperations(clients, clock),
  ...clusterOperations(clients, clock),
];
