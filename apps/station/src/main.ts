/** Boots the station service. */
import 'reflect-metadata';
import { loadConfig } from '@lastmile/config';
import { PrivacyServiceService, StationServiceService } from '@lastmile/contracts';
import { bootstrap, serve, serverKeys } from '@lastmile/grpc';
import { StationModule } from './station.module.js';

await bootstrap('station', async (logger) => {
  const config = loadConfig(serverKeys(50056));
  return serve({
    service: 'station',
    definitions: [StationServiceService, PrivacyServiceService],
    module: StationModule,
    port: config.GRPC_PORT,
    drainSeconds: config.DRAIN_SECONDS,
    logger,
  });
});
