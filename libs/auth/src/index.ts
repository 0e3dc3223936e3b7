export { AccessTokens, type AccessToken, type AccessTokenOptions } from './access-tokens.js';
export { asService, personRoles, requireRole, requireSelf, ROLES, seesAll, type Caller, type Role } from './caller.js';
export {
  fetchedKeys,
  remoteKeys,
  requirePublishedKeys,
  SUPABASE_KEYS_PATH,
  type FetchedKeysOptions,
  type KeySource,
} from './key-source.js';
export { hashOpaqueToken, newOpaqueToken } from './opaque-token.js';
export { DEFAULT_MEMORY_KIB, hashPassword, isOutdatedHash, verifyPassword } from './passwords.js';
export { RevocationList, sessionRevoked, type RevocableToken, type Revocation } from './revocation-list.core.js';
export { CachedVerifier, type Expiring, type CachedVerifierOptions } from './cached-verifier.js';
export {
  newServiceJwk,
  publicKeysOf,
  publishedServiceKeys,
  readServiceKeys,
  signingKeyOf,
  type ServiceJwk,
} from './service-keys.js';
export {
  SERVICE_TOKEN_SECONDS,
  SERVICE_TOKEN_TYPE,
  ServiceTokens,
  type ServiceTokensOptions,
} from './service-tokens.js';
export {
  serviceVerifier,
  type ServiceIdentity,
  type ServiceVerifier,
  type ServiceVerifierOptions,
} from './service-verifier.js';
export { generateSigningJwk, loadSigningKey, type SigningKey } from './signing-key.js';
export { bearerToken, verifier, type Identity, type Verifier, type VerifierOptions } from './verifier.js';
