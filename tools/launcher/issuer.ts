// Signs tokens with a key that the platform is started with, where there are more people than there is time to sign in.
import { AccessTokens, generateSigningJwk, loadSigningKey, type Role } from '@lastmile/auth';

export interface Issuer {
  /** For the user service, which publishes the public half. */
  readonly env: Record<string, string>;
  token(userId: string, roles: readonly Role[], lifetimeSeconds?: number): Promise<string>;
}

export async function newIssuer(): Promise<Issuer> {
  const jwk = await generateSigningJwk();
  const keys = [await loadSigningKey(jwk)] as const;
  return {
    env: { JWT_PRIVATE_KEY: JSON.stringify(jwk) },
    async token(userId, roles, lifetimeSeconds = 3_600) {
      const tokens = new AccessTokens({ keys, issuer: 'lastmile', audience: 'lastmile', lifetimeSeconds });
      return (await tokens.sign({ userId, roles })).token;
    },
  };
}
