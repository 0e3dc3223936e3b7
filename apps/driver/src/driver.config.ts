// The driver service's environment as a typed object.
import { loadConfig } from '@lastmile/config';
import { serverKeys } from '@lastmile/grpc';
import { z } from 'zod';

/** Read once at boot. Throws ConfigError. */
export const driverConfig = () =>
  loadConfig({
    ...serverKeys(50051),
    /** `true`: whoever signs up as a driver may drive at once. For demos and closed groups. */
    DRIVER_AUTO_APPROVAL: z.stringbool().default(false),
  });

/** What the use cases need of it; also their injection token. */
export abstract class DriverRules {
  abstract readonly approvesAlone: boolean;
}

export const rulesOf = (config: ReturnType<typeof driverConfig>): DriverRules => ({
  approvesAlone: config.DRIVER_AUTO_APPROVAL,
});
