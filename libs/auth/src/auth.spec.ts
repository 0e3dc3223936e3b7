import { hash, argon2id } from 'argon2';
import {
  asService,
  hashOpaqueToken,
  hashPassword,
  isOutdatedHash,
  newOpaqueToken,
  requireRole,
  requireSelf,
  verifyPassword,
} from './index.js';

describe('callers', () => {
  const rider = { userId: 'u1', roles: ['rider' as const] };
  const operator = { userId: 'u2', roles: ['operator' as const] };
  const denied = expect.objectContaining({ kind: 'permission_denied' }) as Error;

  it('need one of the roles', () => {
    expect(() => requireRole(rider, 'driver', 'rider')).not.toThrow();
    expect(() => requireRole(asService('location'), 'driver')).not.toThrow();
    expect(() => requireRole(rider, 'driver')).toThrow(denied);
    expect(() => requireRole(operator, 'driver')).toThrow(denied);
  });

  it('see their own, operators and services see all', () => {
    for (const caller of [rider, operator, asService('trip')]) {
      expect(() => requireSelf(caller, 'u1')).not.toThrow();
    }
    expect(() => requireSelf(rider, 'u3')).toThrow(denied);
  });
});

describe('passwords', () => {
  it('verify against their own salted argon2id hash only', async () => {
    const [first, second] = [await hashPassword('correct horse'), await hashPassword('correct horse')];
    expect(first).toMatch(/^\$argon2id\$/);
    expect(first).not.toBe(second);
    await expect(verifyPassword(first, 'correct horse')).resolves.toBe(true);
    await expect(verifyPassword(first, 'wrong horse')).resolves.toBe(false);
  });

  it('are the same in both Unicode spellings', async () => {
    await expect(verifyPassword(await hashPassword('caf\u00e9-olé'), 'cafe\u0301-olé')).resolves.toBe(true);
  });

  it('say no without an account, even to the password of nobody', async () => {
    await expect(verifyPassword(undefined, 'nobody has this password')).resolves.toBe(false);
  });

  it('tell a hash of lower cost', async () => {
    expect(isOutdatedHash(await hashPassword('x'))).toBe(false);
    expect(isOutdatedHash(await hash('x', { type: argon2id, memoryCost: 4096, timeCost: 2, parallelism: 1 }))).toBe(
      true,
    );
  });
});

describe('opaque tokens', () => {
  it('differ, and are stored as something else', () => {
    const [first, second] = [newOpaqueToken(), newOpaqueToken()];
    expect(first).not.toBe(second);
    expect(Buffer.from(first, 'base64url')).toHaveLength(32);
    expect(hashOpaqueToken(first)).toMatch(/^[0-9a-f]{64}$/);
    expect(hashOpaqueToken(first)).toBe(hashOpaqueToken(first));
  });
});
