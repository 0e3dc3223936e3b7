/** Boots the station service. */
import 'reflect-metadata';
import { PrivacyServiceService, StationServiceService } from '@lastmile/contracts';
import { bootstrap, serve } from '@lastmile/grpc';
import { StationConfig } from './station.config.js';
import { StationModule } from './station.module.js';

await bootstrap('station', async (logger) => {
  const { port, drainSeconds } = new StationConfig();
  return serve({
    service: 'station',
    definitions: [StationServiceService, PrivacyServiceService],
    module: StationModule,
    port,
    drainSeconds,
    logger,
  });
});
