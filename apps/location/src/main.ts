// Boots the location service. Its streams stay open, so connections are not renewed by age.
import 'reflect-metadata';
import { loadConfig } from '@lastmile/config';
import { PrivacyServiceService, LocationServiceService, RelayServiceService } from '@lastmile/contracts';
import { bootstrap, serve, serverKeys } from '@lastmile/grpc';
import { LocationModule } from './location.module.js';

await bootstrap('location', async (logger) => {
  const config = loadConfig(serverKeys(50054));
  return serve({
    service: 'location',
    definitions: [LocationServiceService, RelayServiceService, PrivacyServiceService],
    module: LocationModule,
    port: config.GRPC_PORT,
    drainSeconds: config.DRAIN_SECONDS,
    logger,
  });
});
