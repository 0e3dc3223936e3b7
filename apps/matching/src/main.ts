// Boots the matching service. Stateless, so connections are renewed: a new replica gets its share of the calls.
import 'reflect-metadata';
import { MatchingServiceService } from '@lastmile/contracts';
import { loadConfig } from '@lastmile/config';
import { bootstrap, serve, serverKeys } from '@lastmile/grpc';
import { MatchingModule } from './matching.module.js';

await bootstrap('matching', async (logger) => {
  const config = loadConfig(serverKeys(50053));
  return serve({
    service: 'matching',
    definitions: [MatchingServiceService],
    module: MatchingModule,
    port: config.GRPC_PORT,
    drainSeconds: config.DRAIN_SECONDS,
    maxConnectionAgeSeconds: 30,
    logger,
  });
});
