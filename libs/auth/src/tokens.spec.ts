import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { SignJWT, type JWTPayload } from 'jose';
import {
  AccessTokens,
  bearerToken,
  fetchedKeys,
  generateSigningJwk,
  loadSigningKey,
  remoteKeys,
  verifier,
  type SigningKey,
} from './index.js';

const issuer = 'https://lastmile.test';
const audience = 'lastmile';
const newKey = async (): Promise<SigningKey> => loadSigningKey(await generateSigningJwk());
const tokensOf = (...keys: [SigningKey, ...SigningKey[]]) => new AccessTokens({ keys, issuer, audience });
const verifierOf = (tokens: AccessTokens, now?: () => Date) =>
  verifier({ keys: fetchedKeys(() => Promise.resolve(tokens.jwks())), issuer, audience, now });
const rider = { userId: 'u1', roles: ['rider' as const], sessionId: 's1', accountVersion: 3 };
const signed = (key: SigningKey, claims: JWTPayload) =>
  new SignJWT(claims).setProtectedHeader({ alg: 'ES256', kid: key.kid }).sign(key.privateKey);
const inAnHour = () => Math.floor(Date.now() / 1000) + 3600;

describe('access tokens', () => {
  it('come back as the caller they were made for', async () => {
    const tokens = tokensOf(await newKey());
    const { token, expiresAt } = await tokens.sign(rider);
    const issuedAt = new Date(expiresAt.getTime() - 900_000);
    await expect(verifierOf(tokens)(token)).resolves.toEqual({ ...rider, expiresAt, issuedAt, accessToken: token });
  });

  it('publish no private key', async () => {
    const jwk = await generateSigningJwk();
    const [key] = tokensOf(await loadSigningKey(jwk)).jwks().keys;
    expect(key).toMatchObject({ kty: 'EC', crv: 'P-256', alg: 'ES256', use: 'sig', kid: expect.any(String) });
    expect(JSON.stringify(key)).not.toContain(jwk.d);
    await expect(loadSigningKey(key!)).rejects.toThrow(TypeError);
  });

  it('are refused as expired after their time and the tolerance', async () => {
    const tokens = tokensOf(await newKey());
    const { token, expiresAt } = await tokens.sign(rider);
    const at = (seconds: number) => () => new Date(expiresAt.getTime() + seconds * 1000);
    await expect(verifierOf(tokens, at(4))(token)).resolves.toMatchObject({ userId: 'u1' });
    await expect(verifierOf(tokens, at(6))(token)).rejects.toMatchObject({
      kind: 'unauthenticated',
      reason: 'TOKEN_EXPIRED',
    });
  });

  it('are refused when forged, foreign, altered or unsigned', async () => {
    const key = await newKey();
    const tokens = tokensOf(key);
    const verify = verifierOf(tokens);
    const { token } = await tokens.sign(rider);
    const [header, payload, signature] = token.split('.') as [string, string, string];
    const operator = Buffer.from(JSON.stringify({ sub: 'u1', roles: ['operator'] })).toString('base64url');
    const none = Buffer.from(JSON.stringify({ alg: 'none' })).toString('base64url');
    const base = { sub: 'u1', iss: issuer, aud: audience, exp: inAnHour() };
    const bad = [
      'x',
      'a.b.c',
      `${header}.${operator}.${signature}`,
      `${none}.${payload}.`,
      (await tokensOf({ ...(await newKey()), kid: key.kid }).sign(rider)).token,
      await signed(key, { ...base, iss: 'https://elsewhere.test' }),
      await signed(key, { ...base, aud: 'another' }),
      await signed(key, { ...base, sub: undefined }),
      await signed(key, { ...base, exp: undefined }),
    ];
    for (const token of bad) {
      await expect(verify(token)).rejects.toMatchObject({ kind: 'unauthenticated', reason: 'TOKEN_INVALID' });
    }
    await expect(verify(undefined)).rejects.toMatchObject({ kind: 'unauthenticated', reason: 'TOKEN_MISSING' });
    await expect(verify(await signed(key, base))).resolves.toMatchObject({ userId: 'u1', roles: [] });
  });

  it("read Supabase's roles, and never grant the role of a service", async () => {
    const key = await newKey();
    const base = { sub: 'u1', iss: issuer, aud: audience, exp: inAnHour() };
    const token = await signed(key, { ...base, app_metadata: { roles: ['driver', 'service', 'emperor'] } });
    await expect(verifierOf(tokensOf(key))(token)).resolves.toMatchObject({ roles: ['driver'] });
  });
});

describe('fetchedKeys', () => {
  const setup = async () => {
    const [old, fresh] = [await newKey(), await newKey()];
    let time = Date.now();
    let published = tokensOf(old);
    const fetchKeys = jest.fn(() => Promise.resolve(published.jwks()));
    const now = () => new Date(time);
    const verify = verifier({ keys: fetchedKeys(fetchKeys, { now }), issuer, audience });
    return {
      fetchKeys,
      verify,
      oldToken: (await tokensOf(old).sign(rider)).token,
      freshToken: (await tokensOf(fresh).sign(rider)).token,
      rotate: () => void (published = tokensOf(fresh, old)),
      pass: (seconds: number) => void (time += seconds * 1000),
    };
  };

  it('asks once for many tokens at the same time', async () => {
    const { verify, oldToken, fetchKeys } = await setup();
    await Promise.all(Array.from({ length: 20 }, () => verify(oldToken)));
    expect(fetchKeys).toHaveBeenCalledTimes(1);
  });

  it('learns a rotated key from the first token that names it', async () => {
    const { verify, oldToken, freshToken, rotate, pass } = await setup();
    await verify(oldToken);
    rotate();
    pass(31);
    await expect(verify(freshToken)).resolves.toMatchObject({ userId: 'u1' });
    await expect(verify(oldToken)).resolves.toMatchObject({ userId: 'u1' });
  });

  it('does not let unknown keys make it ask more often than the cooldown', async () => {
    const { verify, oldToken, freshToken, fetchKeys, pass } = await setup();
    await verify(oldToken);
    for (let n = 0; n < 10; n += 1) await expect(verify(freshToken)).rejects.toMatchObject({ reason: 'TOKEN_INVALID' });
    expect(fetchKeys).toHaveBeenCalledTimes(1);
    pass(31);
    await expect(verify(freshToken)).rejects.toMatchObject({ reason: 'TOKEN_INVALID' });
    expect(fetchKeys).toHaveBeenCalledTimes(2);
  });

  it('keeps the old set when it cannot be renewed', async () => {
    const { verify, oldToken, fetchKeys, pass } = await setup();
    await verify(oldToken);
    pass(3600);
    fetchKeys.mockRejectedValue(new Error('user service is down'));
    await expect(verify(oldToken)).resolves.toMatchObject({ userId: 'u1' });
    expect(fetchKeys).toHaveBeenCalledTimes(2);
  });

  it('is unavailable, not unauthenticated, when there never was a set', async () => {
    const { verify, oldToken, fetchKeys } = await setup();
    fetchKeys.mockRejectedValueOnce(new Error('user service is down'));
    await expect(verify(oldToken)).rejects.toMatchObject({ kind: 'unavailable', reason: 'KEYS_UNAVAILABLE' });
    await expect(verify(oldToken)).resolves.toMatchObject({ userId: 'u1' });
  });
});

describe('remoteKeys', () => {
  it('verifies against a published set, and is unavailable when it cannot be fetched', async () => {
    const tokens = tokensOf(await newKey());
    const { token } = await tokens.sign(rider);
    const answer = { status: 503 };
    const server = createServer((_, response) => {
      response.writeHead(answer.status, { 'content-type': 'application/json' }).end(JSON.stringify(tokens.jwks()));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    try {
      const url = new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}/jwks.json`);
      const verify = verifier({ keys: remoteKeys(url), issuer, audience });
      await expect(verify(token)).rejects.toMatchObject({ kind: 'unavailable', reason: 'KEYS_UNAVAILABLE' });
      answer.status = 200;
      await expect(verify(token)).resolves.toMatchObject({ userId: 'u1' });
    } finally {
      server.closeAllConnections();
      server.close();
    }
  });
});

describe('bearerToken', () => {
  it.each([
    ['Bearer a.b-c_d.e', 'a.b-c_d.e'],
    ['bearer  abc ', 'abc'],
    ['Basic abc', undefined],
    ['Bearer', undefined],
    ['Bearer a b', undefined],
    [undefined, undefined],
  ])('of %j is %j', (header, token) => expect(bearerToken(header)).toBe(token));
});
