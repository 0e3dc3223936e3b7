// The driver service's environment as a typed object.
import { loadConfig } from '@lastmile/config';
import { serverKeys } from '@lastmile/grpc';

/** Read once at boot. Throws ConfigError. */
export const driverConfig = () => loadConfig(serverKeys(50051));
