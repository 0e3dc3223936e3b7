// The user service: accounts, roles and sessions.
import 'reflect-metadata';
import {
  LimitServiceService,
  PrivacyServiceService,
  SecondFactorServiceService,
  UserServiceService,
} from '@lastmile/contracts';
import { bootstrap, serve } from '@lastmile/grpc';
import { IdentityProvider } from './identity/identity-provider.service.js';
import { RevocationRepository } from './revocation.repository.js';
import { UserConfig } from './user.config.js';
import { UserModule } from './user.module.js';

await bootstrap('user', (logger) =>
  serve({
    service: 'user',
    definitions: [UserServiceService, SecondFactorServiceService, PrivacyServiceService, LimitServiceService],
    module: UserModule,
    port: new UserConfig().port,
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
