// The trip service's process: read the environment, serve, drain when told to stop.
import 'reflect-metadata';
import { PrivacyServiceService, TripServiceService } from '@lastmile/contracts';
import { bootstrap, serve } from '@lastmile/grpc';
import { tripConfig } from './trip.config.js';
import { TripModule } from './trip.module.js';

await bootstrap('trip', (logger) => {
  const { GRPC_PORT: port, DRAIN_SECONDS: drainSeconds } = tripConfig();
  return serve({
    service: 'trip',
    definitions: [TripServiceService, PrivacyServiceService],
    module: TripModule,
    port,
    drainSeconds,
    logger,
  });
});
