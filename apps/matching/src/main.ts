// Boots the matching service. It is stateless, so connections are closed by age: a new replica then gets its share of
// the calls.
import 'reflect-metadata';
import { MatchingServiceService } from '@lastmile/contracts';
import { bootstrap, serve } from '@lastmile/grpc';
import { MatchingConfig } from './matching.config.js';
import { MatchingModule } from './matching.module.js';

await bootstrap('matching', async (logger) => {
  const { port, drainSeconds } = new MatchingConfig();
  return serve({
    service: 'matching',
    definitions: [MatchingServiceService],
    module: MatchingModule,
    port,
    drainSeconds,
    maxConnectionAgeSeconds: 30,
    logger,
  });
});
