// Callers that are not who they say they are, over real gRPC: each is refused before any handler runs.
import { Client, credentials, Metadata, status as Code, type ServiceError } from '@grpc/grpc-js';
import { newServiceJwk, SERVICE_TOKEN_TYPE } from '@lastmile/auth';
import { signJwt, type KeyRing } from '@lastmile/testing';
import { processIdentity, toDomainError } from '../src/index.js';
import { CALLERS, startEcho, stopAll } from './echo.js';

const ring = processIdentity() as KeyRing;
const now = () => Math.floor(Date.now() / 1000);
const claims = () => ({ iss: 'tester', sub: 'tester', aud: 'echo', iat: now(), exp: now() + 300 });
const key = () => ring.keysOfOwn('tester')[0]!;
const typ = SERVICE_TOKEN_TYPE;
const good = () => signJwt(key(), { typ }, claims());
const unsigned = () => {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  return `${part({ alg: 'none', typ })}.${part(claims())}.`;
};
const person = (more: object = {}) => ring.newAccessToken({ sub: 'u1', roles: ['rider'], ...more });

type Forgery = [what: string, headers: () => Record<string, string>, reason: string];
const forgeries: Forgery[] = [
  ['no token', () => ({}), 'SERVICE_TOKEN_MISSING'],
  [
    'headers that name a caller, as grpcurl can send them',
    () => ({ 'lastmile-user-id': 'service:x', 'lastmile-roles': 'operator,service', 'lastmile-service': 'tester' }),
    'SERVICE_TOKEN_MISSING',
  ],
  ["a person's token alone", () => ({ authorization: `Bearer ${person()}` }), 'SERVICE_TOKEN_MISSING'],
  ['no JWT', () => token('tester'), 'SERVICE_TOKEN_INVALID'],
  ['alg none', () => token(unsigned()), 'SERVICE_TOKEN_INVALID'],
  ['a key of its own', () => token(signJwt(newServiceJwk(), { typ }, claims())), 'SERVICE_TOKEN_INVALID'],
  [
    "another service's key",
    () => token(signJwt(ring.keysOfOwn('outer')[0]!, { typ, kid: key().kid }, claims())),
    'SERVICE_TOKEN_INVALID',
  ],
  ['a token for another service', () => token(signed({ aud: 'trip' })), 'SERVICE_TOKEN_INVALID'],
  ['another subject', () => token(signed({ sub: 'outer' })), 'SERVICE_TOKEN_INVALID'],
  ['a changed claim', () => token(tampered(good())), 'SERVICE_TOKEN_INVALID'],
  ['an expired token', () => token(signed({ iat: now() - 400, exp: now() - 100 })), 'SERVICE_TOKEN_EXPIRED'],
  [
    'a token that would never expire',
    () => token(signed({ iat: now() - 400, exp: now() + 1e6 })),
    'SERVICE_TOKEN_EXPIRED',
  ],
  ['a token of tomorrow', () => token(signed({ iat: now() + 86_400, exp: now() + 86_700 })), 'SERVICE_TOKEN_INVALID'],
  [
    "a person's token as a service's",
    () => token(person({ iss: 'tester', sub: 'tester', aud: 'echo' })),
    'SERVICE_TOKEN_INVALID',
  ],
  ['a service that is not declared', () => token(ring.serviceToken('echo', 'stranger')), 'CALLER_NOT_DECLARED'],
  ['what is no bearer token', () => ({ ...token(good()), authorization: 'Basic eA==' }), 'TOKEN_INVALID'],
  ["a service's token as a person's", () => ({ ...token(good()), authorization: `Bearer ${good()}` }), 'TOKEN_INVALID'],
  ["a person's expired token", () => bearer(person({ exp: now() - 60 })), 'TOKEN_EXPIRED'],
  ["a person's token of another issuer", () => bearer(person({ iss: 'evil' })), 'TOKEN_INVALID'],
  ["a person's token for somebody else's platform", () => bearer(person({ aud: 'evil' })), 'TOKEN_INVALID'],
];

const token = (text: string) => ({ 'lastmile-service-token': text });
const bearer = (text: string) => ({ ...token(good()), authorization: `Bearer ${text}` });
const signed = (changes: object) => signJwt(key(), { typ }, { ...claims(), ...changes });
const tampered = (text: string) => {
  const [header, , signature] = text.split('.');
  return [
    header,
    Buffer.from(JSON.stringify({ ...claims(), aud: 'echo', roles: ['service'] })).toString('base64url'),
    signature,
  ].join('.');
};

let port: number;
let client: Client;
beforeAll(async () => {
  port = (await startEcho()).server.port;
  client = new Client(`127.0.0.1:${port}`, credentials.createInsecure());
});
afterAll(async () => {
  client.close();
  await stopAll();
});

const bytes = (value: Buffer) => value;
const metadataOf = (headers: Record<string, string>) => {
  const metadata = new Metadata();
  for (const [name, value] of Object.entries(headers)) metadata.set(name, value);
  return metadata;
};
const say = (headers: Record<string, string>) =>
  new Promise<ServiceError | Buffer>((resolve) => {
    const request = Buffer.from('{"text":"hello"}');
    client.makeUnaryRequest('/echo.v1.EchoService/Say', bytes, bytes, request, metadataOf(headers), (error, reply) =>
      resolve(error ?? reply!),
    );
  });

it('a good token is let in, so that the refusals below mean something', async () => {
  expect(String(await say(token(good())))).toContain('"text":"hello"');
  expect(JSON.parse(String(await say(bearer(person()))))).toMatchObject({ userId: 'u1', service: 'tester' });
});

describe.each(forgeries)('%s', (_, headers, reason) => {
  it('is refused', async () => {
    expect(toDomainError(await say(headers()))).toMatchObject({ reason });
  });

  it.each(['Count', 'Sum', 'Chat'])('is refused by %s, a stream', async (name) => {
    const call = client.makeBidiStreamRequest(`/echo.v1.EchoService/${name}`, bytes, bytes, metadataOf(headers()));
    const error = new Promise<ServiceError>((resolve) => call.once('error', resolve).resume());
    call.end(Buffer.from('{"value":1}'));
    expect(toDomainError(await error)).toMatchObject({ reason });
  });
});

it('roles come from the token alone', async () => {
  const headers = { ...bearer(person({ roles: ['rider', 'service', 'emperor'] })), 'lastmile-roles': 'operator' };
  expect(JSON.parse(String(await say(headers)))).toMatchObject({ userId: 'u1', roles: ['rider'] });
});

it("a person's stream ends with their token", async () => {
  const metadata = metadataOf(bearer(person({ exp: now() + 1 })));
  const call = client.makeBidiStreamRequest('/echo.v1.EchoService/Chat', bytes, bytes, metadata);
  const error = await new Promise<ServiceError>((resolve) => call.once('error', resolve).resume());
  expect([error.code, toDomainError(error)]).toEqual([
    Code.UNAUTHENTICATED,
    expect.objectContaining({ reason: 'TOKEN_EXPIRED' }),
  ]);
});

it('a service may not call for a person where it may call for itself alone', async () => {
  const { server } = await startEcho({
    callers: { EchoService: { ...CALLERS.EchoService, Say: { tester: 'itself' } } },
  });
  const other = new Client(`127.0.0.1:${server.port}`, credentials.createInsecure());
  const ask = (headers: Record<string, string>) =>
    new Promise<unknown>((resolve) =>
      other.makeUnaryRequest(
        '/echo.v1.EchoService/Say',
        bytes,
        bytes,
        Buffer.from('{}'),
        metadataOf(headers),
        (error) => resolve(error ? toDomainError(error) : 'let in'),
      ),
    );
  expect(await ask({ ...token(good()), 'lastmile-for-itself': '1' })).toBe('let in');
  expect(await ask(bearer(person()))).toMatchObject({ reason: 'CALLER_NOT_DECLARED' });
  expect(await ask(token(good()))).toMatchObject({ kind: 'unauthenticated', reason: 'CALLER_MISSING' });
  other.close();
});
