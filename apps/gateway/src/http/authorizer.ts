// Who is behind a token, and whether they may do what they ask. Keys come from the user service, or from Supabase.
import { Injectable } from '@nestjs/common';
import { fetchedKeys, remoteKeys, verifier, type Identity, type Verifier } from '@lastmile/auth';
import { UserServiceService } from '@lastmile/contracts';
import { permissionDenied } from '@lastmile/errors';
import { InjectClient, type RpcClient } from '@lastmile/grpc';
import { GatewayConfig } from '../gateway.config.js';
import type { Access } from './operation.js';

@Injectable()
export class Authorizer {
  private readonly verify: Verifier;

  constructor(@InjectClient(UserServiceService) users: RpcClient<typeof UserServiceService>, config: GatewayConfig) {
    this.verify =
      config.auth.provider === 'supabase'
        ? verifier({
            keys: remoteKeys(new URL('/auth/v1/.well-known/jwks.json', config.auth.supabaseUrl)),
            issuer: new URL('/auth/v1', config.auth.supabaseUrl).href,
            audience: 'authenticated',
            algorithms: ['ES256', 'RS256'],
          })
        : verifier({
            keys: fetchedKeys(async () => JSON.parse((await users.getJsonWebKeySet({})).json) as never),
            issuer: config.auth.issuer,
            audience: config.auth.audience,
          });
  }

  /** @throws DomainError unauthenticated, unavailable KEYS_UNAVAILABLE */
  identify(token: string | undefined): Promise<Identity> {
    return this.verify(token);
  }

  /** @throws DomainError permission_denied */
  require(identity: Identity, access: Access): void {
    if (access === 'public' || access === 'signed-in') return;
    if (!identity.roles.some((role) => access.includes(role)))
      throw permissionDenied(`only for ${access.join(' or ')}`);
  }
}
