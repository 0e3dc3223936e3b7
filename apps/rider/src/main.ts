// The rider service's process: read the environment, serve, drain when told to stop.
import 'reflect-metadata';
import { PrivacyServiceService, RiderServiceService } from '@lastmile/contracts';
import { bootstrap, serve } from '@lastmile/grpc';
import { RiderConfig } from './rider.config.js';
import { RiderModule } from './rider.module.js';

await bootstrap('rider', (logger) => {
  const { port, drainSeconds } = new RiderConfig();
  return serve({
    service: 'rider',
    definitions: [RiderServiceService, PrivacyServiceService],
    module: RiderModule,
    port,
    drainSeconds,
    logger,
  });
});
