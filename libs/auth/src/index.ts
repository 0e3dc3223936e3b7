export { AccessTokens, type AccessToken, type AccessTokenOptions } from './access-tokens.js';
export { asService, personRoles, requireRole, requireSelf, ROLES, type Caller, type Role } from './caller.js';
export { fetchedKeys, remoteKeys, type FetchedKeysOptions, type KeySource } from './key-source.js';
export { hashOpaqueToken, newOpaqueToken } from './opaque-token.js';
export { DEFAULT_MEMORY_KIB, hashPassword, isOutdatedHash, verifyPassword } from './passwords.js';
export { generateSigningJwk, loadSigningKey, type SigningKey } from './signing-key.js';
export { bearerToken, verifier, type Identity, type Verifier, type VerifierOptions } from './verifier.js';
