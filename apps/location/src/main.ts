// Boots the location service. Its streams are long-lived, so connections are not closed by age.
import 'reflect-metadata';
import { PrivacyServiceService, LocationServiceService, RelayServiceService } from '@lastmile/contracts';
import { bootstrap, serve } from '@lastmile/grpc';
import { LocationConfig } from './location.config.js';
import { LocationModule } from './location.module.js';

await bootstrap('location', async (logger) => {
  const { port, drainSeconds } = new LocationConfig();
  return serve({
    service: 'location',
    definitions: [LocationServiceService, RelayServiceService, PrivacyServiceService],
    module: LocationModule,
    port,
    drainSeconds,
    logger,
  });
});
