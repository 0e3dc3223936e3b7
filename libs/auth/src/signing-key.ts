// ES256 keys for access tokens. A private key can sign tokens for everybody, so only the user service has it.
import { calculateJwkThumbprint, exportJWK, generateKeyPair, importJWK, type CryptoKey, type JWK } from 'jose';

export interface SigningKey {
  /** RFC 7638 thumbprint of the public key: the same key has the same name everywhere. */
  readonly kid: string;
  readonly privateKey: CryptoKey;
  /** Safe to publish. */
  readonly publicJwk: JWK;
}

/** Creates a private key as JSON, to be stored like other secrets. */
export async function generateSigningJwk(): Promise<JWK> {
  const { privateKey } = await generateKeyPair('ES256', { extractable: true });
  return exportJWK(privateKey);
}

/** Loads a stored private key. Throws TypeError when it is not a private P-256 key. */
export async function loadSigningKey(jwk: JWK): Promise<SigningKey> {
  const { kty, crv, x, y, d } = jwk;
  if (kty !== 'EC' || crv !== 'P-256' || !d) throw new TypeError('not a private P-256 key');
  const kid = await calculateJwkThumbprint({ kty, crv, x, y });
  const privateKey = (await importJWK({ kty, crv, x, y, d }, 'ES256')) as CryptoKey;
  return { kid, privateKey, publicJwk: { kty, crv, x, y, kid, alg: 'ES256', use: 'sig' } };
}
