import { AccessTokens, loadSigningKey, generateSigningJwk } from '@lastmile/auth';
import type { Clients } from '../gateway.client.js';
import { Authorizer } from './authorizer.js';
import type { Revocations } from './revocations.js';

const TIMERS = ['nextTick', 'queueMicrotask', 'setImmediate', 'setInterval', 'setTimeout', 'performance'] as const;

beforeEach(() => void jest.useFakeTimers({ doNotFake: [...TIMERS] }));
afterEach(() => void jest.useRealTimers());

it('lets a connection go on by a key that was withdrawn for as long as it lets in, whatever the token says', async () => {
  const key = await loadSigningKey(await generateSigningJwk());
  const tokens = new AccessTokens({
    keys: [key],
    issuer: 'lastmile',
    audience: 'lastmile',
    lifetimeSeconds: 31_536_000,
  });
  let published = tokens.jwks();
  const users = { getJsonWebKeySet: () => Promise.resolve({ json: JSON.stringify(published) }) };
  const revocations = { check: () => Promise.resolve() };
  const authorizer = new Authorizer({ users } as unknown as Clients, revocations as unknown as Revocations);
  const { token } = await tokens.sign({ userId: 'u', roles: ['rider'], sessionId: 's' });
  const identity = await authorizer.identify(token);
  published = { keys: [] };
  jest.setSystemTime(Date.now() + 9 * 60_000);
  await authorizer.stillCounts(identity);
  jest.setSystemTime(Date.now() + 2 * 60_000);
  await expect(authorizer.stillCounts(identity)).rejects.toMatchObject({ reason: 'TOKEN_INVALID' });
});
