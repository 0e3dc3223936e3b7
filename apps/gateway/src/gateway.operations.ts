// All REST operations, in the order of the document.
import type { Clock } from '@lastmile/config';
import type { Clients } from './gateway.client.js';
import type { Operation } from './http/operation.js';
import type { FixRelay } from './location/fix-relay.js';
import { approachOperations } from './rest/approaches.operations.js';
import { auditOperations } from './rest/audit.operations.js';
import { clusterOperations } from './rest/cluster.operations.js';
import { driverOperations } from './rest/drivers.operations.js';
import { inboxOperations } from './rest/inbox.operations.js';
import { operatorOperations } from './rest/operator.operations.js';
import { privacyOperations } from './rest/privacy.operations.js';
import { rideOperations } from './rest/rides.operations.js';
import { tripOperations } from './rest/trips.operations.js';
import { secondFactorOperations } from './rest/second-factor.operations.js';
import { sharedOperations } from './rest/shared.operations.js';
import { stationOperations } from './rest/stations.operations.js';
import { statisticsOperations } from './rest/statistics.operations.js';
import { trainOperations } from './rest/trains.operations.js';
import { userOperations } from './rest/users.operations.js';

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
