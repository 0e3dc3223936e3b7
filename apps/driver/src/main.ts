// The driver service's process: read the environment, serve, drain when told to stop.
import 'reflect-metadata';
import { PrivacyServiceService, DriverServiceService } from '@lastmile/contracts';
import { bootstrap, serve } from '@lastmile/grpc';
import { DriverConfig } from './driver.config.js';
import { DriverModule } from './driver.module.js';

await bootstrap('driver', (logger) => {
  const { port, drainSeconds } = new DriverConfig();
  return serve({
    service: 'driver',
    definitions: [DriverServiceService, PrivacyServiceService],
    module: DriverModule,
    port,
    drainSeconds,
    logger,
  });
});
