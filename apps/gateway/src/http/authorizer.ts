// Who a token belongs to, whether it is still valid, and whether its owner may call an operation. Keys come from the
// user service or from Supabase.
import { Injectable } from '@nestjs/common';
import { CachedVerifier, verifier, type Identity } from '@lastmile/auth';
import { permissionDenied, unauthenticated } from '@lastmile/errors';
import { personTokens } from '@lastmile/grpc';
import type { JSONWebKeySet } from 'jose';
import { Clients } from '../gateway.client.js';
import type { Access } from './operation.js';
import { Revocations } from './revocations.js';

/** How many seconds after its expiry a token is accepted, because clocks differ. */
const TOLERANCE_SECONDS = 5;

@Injectable()
export class Authorizer {
  /** The signature of each token is verified once and cached; revocation is checked at every use. */
  private readonly people: CachedVerifier<Identity>;

  /** Throws ConfigError. */
  constructor(
    { users }: Clients,
    private readonly revocations: Revocations,
  ) {
    const keys = personTokens(async () => JSON.parse((await users.getJsonWebKeySet({})).json) as JSONWebKeySet);
    const verify = verifier({ ...keys, clockToleranceSeconds: TOLERANCE_SECONDS });
    this.people = new CachedVerifier(verify, { toleranceSeconds: TOLERANCE_SECONDS });
  }

  /** @throws DomainError unauthenticated; unavailable KEYS_UNAVAILABLE; for operators also other unavailable errors */
  async identify(token: string | undefined): Promise<Identity> {
    if (!token) throw unauthenticated('TOKEN_MISSING', 'sign in first');
    const identity = await this.people.verify(token);
    await this.revocations.check(identity);
    return identity;
  }

  /**
   * Whether the account of a validly signed token was erased. @throws DomainError unavailable; unauthenticated for an
   * invalid token
   */
  async isErased(token: string | undefined): Promise<boolean> {
    return token !== undefined && this.revocations.isErased(await this.people.verify(token));
  }

  /** Checks the token of a connection that lives longer than a request, and that its key still counts. Throws like `identify`. */
  async stillCounts({ accessToken }: Identity): Promise<void> {
    await this.identify(accessToken);
  }

  /** @throws DomainError permission_denied */
  require(identity: Identity, access: Access): void {
    if (access === 'public' || access === 'signed-in') return;
    if (!identity.roles.some((role) => access.includes(role)))
      throw permissionDenied(`only for ${access.join(' or ')}`);
  }
}
