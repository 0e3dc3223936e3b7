// The driver service's process: read the environment, serve, drain when told to stop.
import 'reflect-metadata';
import { PrivacyServiceService, DriverServiceService } from '@lastmile/contracts';
import { bootstrap, serve } from '@lastmile/grpc';
import { driverConfig } from './driver.config.js';
import { DriverModule } from './driver.module.js';

await bootstrap('driver', (logger) => {
  const { GRPC_PORT: port, DRAIN_SECONDS: drainSeconds } = driverConfig();
  return serve({
    service: 'driver',
    definitions: [DriverServiceService, PrivacyServiceService],
    module: DriverModule,
    port,
    drainSeconds,
    logger,
  });
});
