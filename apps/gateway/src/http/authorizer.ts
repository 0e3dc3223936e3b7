// Who is behind a token, whether it still counts, and whether they may do what they ask. Keys come from the user service, or from Supabase.
import { Injectable } from '@nestjs/common';
import { fetchedKeys, remoteKeys, verifier, type Identity, type Verifier } from '@lastmile/auth';
import { UserServiceService } from '@lastmile/contracts';
import { permissionDenied } from '@lastmile/errors';
import { InjectClient, type RpcClient } from '@lastmile/grpc';
import { GatewayConfig } from '../gateway.config.js';
import type { Access } from './operation.js';
import { Revocations } from './revocations.js';

@Injectable()
export class Authorizer {
  private readonly verify: Verifier;

  constructor(
    @InjectClient(UserServiceService) users: RpcClient<typeof UserServiceService>,
    config: GatewayConfig,
    private readonly revocations: Revocations,
  ) {
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

  /** @throws DomainError unauthenticated, unavailable KEYS_UNAVAILABLE; for operators unavailable in general */
  async identify(token: string | undefined): Promise<Identity> {
    const identity = await this.verify(token);
    await this.revocations.check(identity);
    return identity;
  }

  /** For a connection that lives longer than a request: whether its token still counts. As `identify`. */
  async stillCounts(identity: Identity): Promise<void> {
    await this.revocations.check(identity);
  }

  /** @throws DomainError permission_denied */
  require(identity: Identity, access: Access): void {
    if (access === 'public' || access === 'signed-in') return;
    if (!identity.roles.some((role) => access.includes(role)))
      throw permissionDenied(`only for ${access.join(' or ')}`);
  }
}
