// How services authenticate themselves: tokens and key files, from the first key to its replacement.
import { createPublicKey, verify } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { decodeJwt, decodeProtectedHeader } from 'jose';
import {
  newServiceJwk,
  publicKeysOf,
  publishedServiceKeys,
  readServiceKeys,
  SERVICE_TOKEN_SECONDS,
  SERVICE_TOKEN_TYPE,
  ServiceTokens,
  serviceVerifier,
  signingKeyOf,
  type ServiceJwk,
} from './index.js';

let directory: string;
beforeEach(() => (directory = mkdtempSync(join(tmpdir(), 'lastmile-keys-'))));
afterEach(() => {
  jest.useRealTimers();
  rmSync(directory, { recursive: true });
});

const publish = (service: string, ...keys: ServiceJwk[]) =>
  writeFileSync(join(directory, `${service}.json`), JSON.stringify(publicKeysOf(keys)));
const tokenOf = (service: string, key: ServiceJwk, callee = 'trip') =>
  new ServiceTokens({ service, keys: () => [key] }).for(callee);
const invalid = { kind: 'unauthenticated', reason: 'SERVICE_TOKEN_INVALID' };

describe('ServiceTokens', () => {
  const START = Date.UTC(2026, 8, 23, 12);
  function setUp() {
    let now = START;
    let keys = [newServiceJwk()];
    const tokens = new ServiceTokens({ service: 'rider', keys: () => keys, now: () => now });
    const replaceKeys = (...fresh: ServiceJwk[]) => void (keys = fresh);
    return { tokens, replaceKeys, first: keys[0]!, pass: (seconds: number) => void (now += seconds * 1000) };
  }

  it('name the service, the one that is called and five minutes, and are signed with its key', () => {
    const { tokens, first } = setUp();
    const token = tokens.for('trip');
    const iat = START / 1000;
    expect(decodeProtectedHeader(token)).toEqual({ alg: 'ES256', kid: first.kid, typ: SERVICE_TOKEN_TYPE });
    expect(decodeJwt(token)).toEqual({
      iss: 'rider',
      sub: 'rider',
      aud: 'trip',
      iat,
      exp: iat + SERVICE_TOKEN_SECONDS,
    });
    const [header, payload, signature] = token.split('.') as [string, string, string];
    const key = createPublicKey({ key: publicKeysOf([first]).keys[0]!, format: 'jwk' });
    const signed = Buffer.from(`${header}.${payload}`);
    const bytes = Buffer.from(signature, 'base64url');
    expect(verify('sha256', signed, { key, dsaEncoding: 'ieee-p1363' }, bytes)).toBe(true);
  });

  it('are made once for each callee, and renewed a minute before they end', () => {
    const { tokens, pass } = setUp();
    const [forTrip, forStation] = [tokens.for('trip'), tokens.for('station')];
    expect(decodeJwt(forStation).aud).toBe('station');
    pass(SERVICE_TOKEN_SECONDS - 61);
    expect(tokens.for('trip')).toBe(forTrip);
    pass(1);
    const renewed = tokens.for('trip');
    expect(renewed).not.toBe(forTrip);
    expect(decodeJwt(renewed).iat).toBe(START / 1000 + SERVICE_TOKEN_SECONDS - 60);
  });

  it('take up a new key when they are renewed, not before it may sign', () => {
    const { tokens, replaceKeys, first, pass } = setUp();
    const next = newServiceJwk(START + 1_000_000);
    replaceKeys(first, next);
    const kid = () => decodeProtectedHeader(tokens.for('trip')).kid;
    expect(kid()).toBe(first.kid);
    pass(300);
    expect(kid()).toBe(first.kid);
    pass(700);
    expect(kid()).toBe(next.kid);
  });

  it('cannot be made without a key that may sign', () => {
    const { tokens, replaceKeys } = setUp();
    replaceKeys(newServiceJwk(START + 1_000));
    expect(() => tokens.for('trip')).toThrow('no key that may sign yet');
  });
});

describe('keys in files', () => {
  it('are read as they were written, and refused when they are none', () => {
    const file = join(directory, 'rider.json');
    const key = newServiceJwk();
    writeFileSync(file, JSON.stringify({ keys: [key] }));
    expect(readServiceKeys(file)).toEqual([key]);
    for (const wrong of ['{}', '{"keys":[]}', '[]']) {
      writeFileSync(file, wrong);
      expect(() => readServiceKeys(file)).toThrow(TypeError);
    }
    expect(() => readServiceKeys(join(directory, 'nobody.json'))).toThrow('ENOENT');
  });

  it('tell nothing private when they are published, and sign only as private ones', () => {
    const key = newServiceJwk();
    const [published] = publicKeysOf([key]).keys;
    expect(published).toMatchObject({ kid: key.kid, kty: 'EC', crv: 'P-256', alg: 'ES256' });
    expect(JSON.stringify(published)).not.toContain(key.d);
    expect(() => signingKeyOf([published as ServiceJwk], Date.now())).toThrow(TypeError);
  });
});

describe('a service that is called', () => {
  const verifierOf = (callers = ['rider', 'driver']) =>
    serviceVerifier({ audience: 'trip', keysOf: publishedServiceKeys(directory), callers: new Set(callers) });
  /** Only the clock is faked; files are read as usual. */
  function time() {
    const start = Date.now();
    let passed = 0;
    const timers = ['nextTick', 'queueMicrotask', 'setImmediate', 'setInterval', 'setTimeout', 'performance'] as const;
    jest.useFakeTimers({ now: start, doNotFake: [...timers] });
    return (seconds: number) => void jest.setSystemTime(start + (passed += seconds * 1000));
  }

  it('believes who signed with the key of that service, for itself alone', async () => {
    const [rider, driver] = [newServiceJwk(), newServiceJwk()];
    publish('rider', rider);
    publish('driver', driver);
    const verifyService = verifierOf();
    await expect(verifyService(tokenOf('rider', rider))).resolves.toMatchObject({ service: 'rider' });
    await expect(verifyService(tokenOf('rider', driver))).rejects.toMatchObject(invalid);
    await expect(verifyService(tokenOf('rider', rider, 'station'))).rejects.toMatchObject(invalid);
    await expect(verifyService(tokenOf('station', rider))).rejects.toMatchObject({ reason: 'CALLER_NOT_DECLARED' });
  });

  it('believes the old key and the new one while both are published, the removed one no more', async () => {
    const pass = time();
    const [old, fresh] = [newServiceJwk(), newServiceJwk()];
    publish('rider', old);
    const verifyService = verifierOf();
    await verifyService(tokenOf('rider', old));
    publish('rider', old, fresh);
    // An unknown key name causes the file to be read again, but not right after the last read.
    await expect(verifyService(tokenOf('rider', fresh))).rejects.toMatchObject(invalid);
    pass(3);
    await expect(verifyService(tokenOf('rider', fresh))).resolves.toMatchObject({ service: 'rider' });
    await expect(verifyService(tokenOf('rider', old))).resolves.toMatchObject({ service: 'rider' });
    publish('rider', fresh);
    pass(61);
    await expect(verifyService(tokenOf('rider', old))).rejects.toMatchObject(invalid);
    await expect(verifyService(tokenOf('rider', fresh))).resolves.toMatchObject({ service: 'rider' });
  });

  it('says that it cannot tell, not that the token is wrong, while the file cannot be read; and reads it later', async () => {
    const key = newServiceJwk();
    const verifyService = verifierOf();
    const away = { kind: 'unavailable', reason: 'SERVICE_KEYS_UNAVAILABLE' };
    await expect(verifyService(tokenOf('rider', key))).rejects.toMatchObject(away);
    publish('rider', key);
    await expect(verifyService(tokenOf('rider', key))).resolves.toMatchObject({ service: 'rider' });
  });

  it('keeps the keys it knows while the file is half written', async () => {
    const pass = time();
    const key = newServiceJwk();
    publish('rider', key);
    const verifyService = verifierOf();
    await verifyService(tokenOf('rider', key));
    writeFileSync(join(directory, 'rider.json'), '{"keys":[');
    pass(61);
    await expect(verifyService(tokenOf('rider', key))).resolves.toMatchObject({ service: 'rider' });
  });
});
