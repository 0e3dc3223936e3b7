// Short-lived access tokens: signed by the user service, verified by every service that has its public keys.
import { SignJWT, type JSONWebKeySet } from 'jose';
import type { Role } from './caller.js';
import type { SigningKey } from './signing-key.js';

type Keys = readonly [SigningKey, ...SigningKey[]];

export interface AccessTokenOptions {
  /**
   * The first key signs. The others are published too, so that tokens signed before a rotation stay valid, and
   * verifiers know the next key in time. A function if the keys change.
   */
  readonly keys: Keys | (() => Keys);
  readonly issuer: string;
  readonly audience: string;
  /** Default 900. */
  readonly lifetimeSeconds?: number;
  /** Real time; tokens never follow the virtual clock of a demo. */
  readonly now?: () => Date;
}

/** The person a token is for. */
export interface TokenSubject {
  readonly userId: string;
  readonly roles: readonly Role[];
  readonly sessionId?: string;
  /** Version of the account when its roles were read: removing a role revokes all tokens with older versions. */
  readonly accountVersion?: number;
}

export interface AccessToken {
  readonly token: string;
  readonly expiresAt: Date;
}

export class AccessTokens {
  constructor(private readonly options: AccessTokenOptions) {}

  /** Signs a token that identifies the person until it expires; changed roles appear in the next token. */
  async sign(subject: TokenSubject): Promise<AccessToken> {
    const { issuer, audience, lifetimeSeconds = 900, now = () => new Date() } = this.options;
    const [signing] = this.keys();
    const issuedAt = Math.floor(now().getTime() / 1000);
    const expiry = issuedAt + lifetimeSeconds;
    const { roles, sessionId: session_id, accountVersion: account_version } = subject;
    const claims = {
      roles,
      ...(session_id && { session_id }),
      ...(account_version !== undefined && { account_version }),
    };
    const token = await new SignJWT(claims)
      .setProtectedHeader({ alg: 'ES256', kid: signing.kid, typ: 'JWT' })
      .setSubject(subject.userId)
      .setIssuer(issuer)
      .setAudience(audience)
      .setIssuedAt(issuedAt)
      .setExpirationTime(expiry)
      .sign(signing.privateKey);
    return { token, expiresAt: new Date(expiry * 1000) };
  }

  /** The public keys, as published at `/.well-known/jwks.json`. */
  jwks(): JSONWebKeySet {
    return { keys: this.keys().map((key) => key.publicJwk) };
  }

  private keys(): Keys {
    const { keys } = this.options;
    return typeof keys === 'function' ? keys() : keys;
  }
}
