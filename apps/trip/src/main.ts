// The trip service's process: read the environment, serve, drain when told to stop.
import 'reflect-metadata';
import { PrivacyServiceService, TripServiceService } from '@lastmile/contracts';
import { bootstrap, serve } from '@lastmile/grpc';
import { TripConfig } from './trip.config.js';
import { TripModule } from './trip.module.js';

await bootstrap('trip', (logger) => {
  const { port, drainSeconds } = new TripConfig();
  return serve({
    service: 'trip',
    definitions: [TripServiceService, PrivacyServiceService],
    module: TripModule,
    port,
    drainSeconds,
    logger,
  });
});
