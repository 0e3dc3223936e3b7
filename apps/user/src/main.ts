// The user service: accounts, roles and sessions.
import 'reflect-metadata';
import { loadConfig } from '@lastmile/config';
import {
  LimitServiceService,
  PrivacyServiceService,
  SecondFactorServiceService,
  UserServiceService,
} from '@lastmile/contracts';
import { bootstrap, serve, serverKeys } from '@lastmile/grpc';
import { IdentityProvider } from './identity/identity-provider.js';
import { RevocationRepository } from './revocation.repository.js';
import { UserModule } from './user.module.js';

await bootstrap('user', (logger) =>
  serve({
    service: 'user',
    definitions: [UserServiceService, SecondFactorServiceService, PrivacyServiceService, LimitServiceService],
    module: UserModule,
    port: loadConfig(serverKeys(50052)).GRPC_PORT,
    logger,
    ownPeople: (app) => ({
      keys: () => app.get(IdentityProvider, { strict: false }).publicKeys(),
      revocations: async ({ sinceTime }) => {
        const repository = app.get(RevocationRepository);
        const nextSinceTime = await repository.nextSinceTime();
        return { revocations: await repository.since({ sinceTime }, new Date()), nextSinceTime, nextPageToken: '' };
      },
    }),
  }),
);
