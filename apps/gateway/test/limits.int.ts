// Limits over HTTP, with few requests: who is counted for what, what the refusal says, and what holds while nobody can count.
// Floods are in test/attack.
import { randomUUID } from 'node:crypto';
import { StationServiceService } from '@lastmile/contracts';
import { double, startTestGateway, type TestGateway } from './start-gateway.js';

const station = double(StationServiceService, {
  listStations: () => ({ stations: [], nextPageToken: '' }),
  listLines: () => ({ lines: [] }),
});
const env = { ADDRESS_LIMIT_PER_MINUTE: '8', RATE_LIMIT_PER_MINUTE: '6', SIGN_IN_LIMIT_PER_MINUTE: '2' };

describe('limits', () => {
  const running: TestGateway[] = [];
  const start = async (...options: Parameters<typeof startTestGateway>): Promise<TestGateway> => {
    const gateway = await startTestGateway(...options);
    running.push(gateway);
    return gateway;
  };
  afterEach(async () => {
    for (const gateway of running.splice(0)) await gateway.stop();
  });

  const statuses = async (count: number, send: (n: number) => Promise<Response>): Promise<number[]> => {
    const found: number[] = [];
    for (let n = 0; n < count; n++) found.push((await send(n)).status);
    return found;
  };
  const asked = async (gateway: TestGateway, path = '/v1/stations') => {
    const authorization = `Bearer ${await gateway.token(randomUUID(), ['rider'])}`;
    return () => fetch(gateway.baseUrl + path, { headers: { authorization } });
  };

  it('refuses with a problem that says when to come again', async () => {
    const gateway = await start(env, { others: { station } });
    const send = await asked(gateway);
    expect(await statuses(7, send)).toEqual([200, 200, 200, 200, 200, 200, 429]);
    const refused = await send();
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(refused.headers.get('content-type')).toMatch(/^application\/problem\+json/);
    expect(refused.headers.get('cache-control')).toBe('no-store');
    expect(await refused.json()).toMatchObject({ status: 429, reason: 'TOO_MANY_REQUESTS' });
  });

  it('counts a person at all replicas together, and each person alone', async () => {
    const used = new Map<string, number>();
    const gateways = [await start(env, { others: { station }, used }), await start(env, { others: { station }, used })];
    const authorization = `Bearer ${await gateways[0]!.token(randomUUID(), ['rider'])}`;
    const send = (n: number) => fetch(`${gateways[n % 2]!.baseUrl}/v1/stations`, { headers: { authorization } });
    expect(await statuses(8, send)).toEqual([200, 200, 200, 200, 200, 200, 429, 429]);
    expect((await (await asked(gateways[0]!))()).status).toBe(200);
  });

  it('takes more points for what costs more', async () => {
    const gateway = await start(env, { others: { station } });
    expect(await statuses(2, await asked(gateway, '/v1/lines'))).toEqual([200, 429]);
  });

  it('counts whoever has not proven who they are by address', async () => {
    const { baseUrl } = await start(env, { others: { station } });
    const send = (n: number) => fetch(`${baseUrl}/v1/users/me`, { headers: { authorization: `Bearer a.b${n}.c` } });
    expect(await statuses(9, send)).toEqual([...Array.from({ length: 8 }, () => 401), 429]);
  });

  it('counts guesses at passwords apart', async () => {
    const { baseUrl } = await start(env);
    const headers = { 'content-type': 'application/json' };
    const guess = () =>
      fetch(`${baseUrl}/v1/sessions`, {
        method: 'POST',
        headers,
        body: JSON.stringify({ email: 'a@people.example', password: randomUUID() }),
      });
    const found = await statuses(3, guess);
    expect(found.slice(0, 2)).not.toContain(429);
    expect(found[2]).toBe(429);
  });

  it('holds at each replica alone while nobody counts for all', async () => {
    const gateway = await start(env, { others: { station }, used: 'away' });
    expect(await statuses(7, await asked(gateway))).toEqual([200, 200, 200, 200, 200, 200, 429]);
  });
});
