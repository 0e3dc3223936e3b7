// Short-lived access tokens: signed by the user service, verified by anybody who has its public keys.
import { SignJWT, type JSONWebKeySet } from 'jose';
import type { Role } from './caller.js';
import type { SigningKey } from './signing-key.js';

type Keys = readonly [SigningKey, ...SigningKey[]];

export interface AccessTokenOptions {
  /**
   * The first key signs; the others are published too, so that tokens signed before a rotation stay valid and those after it
   * are known in time. A function where they change.
   */
  readonly keys: Keys | (() => Keys);
  readonly issuer: string;
  readonly audience: string;
  /** Default 900. */
  readonly lifetimeSeconds?: number;
  /** Wall time; tokens never follow the virtual clock of a demo. */
  readonly now?: () => Date;
}

/** Whom a token is for. */
export interface TokenSubject {
  readonly userId: string;
  readonly roles: readonly Role[];
  readonly sessionId?: string;
  /** Of the account when its roles were read: what is older than a loss of roles is worth nothing. */
  readonly accountVersion?: number;
}

export interface AccessToken {
  readonly token: string;
  readonly expiresAt: Date;
}

export class AccessTokens {
  constructor(private readonly options: AccessTokenOptions) {}

  /** A token that says who this is, until it expires; a change of roles shows in the next one. */
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
