// Floods of requests: limits that hold whatever the caller makes up, and harm nobody who shares the address.
import { randomUUID } from 'node:crypto';
import { connect } from 'node:net';
import { StationServiceService } from '@lastmile/contracts';
import { waitFor } from '@lastmile/testing';
import { double, startTestGateway, type TestGateway } from '../../apps/gateway/test/start-gateway.js';

const station = double(StationServiceService, {
  listLines: () => ({ lines: [] }),
  listStations: () => ({ stations: [], nextPageToken: '' }),
});
const upTo = (count: number): number[] => Array.from({ length: count }, (_, i) => i);

/** Answers by status, of so many requests, a few at a time. */
async function statuses(count: number, send: (i: number) => Promise<Response>): Promise<Record<number, number>> {
  const found: Record<number, number> = {};
  let next = 0;
  const worker = async () => {
    while (next < count) {
      const { status } = await send(next++);
      found[status] = (found[status] ?? 0) + 1;
    }
  };
  await Promise.all(upTo(20).map(worker));
  return found;
}

describe('floods', () => {
  const running: TestGateway[] = [];
  const start = async (...options: Parameters<typeof startTestGateway>): Promise<TestGateway> => {
    const gateway = await startTestGateway(...options);
    running.push(gateway);
    return gateway;
  };
  afterEach(async () => {
    for (const gateway of running.splice(0)) await gateway.stop();
  });
  const limits = { ADDRESS_LIMIT_PER_MINUTE: '100', RATE_LIMIT_PER_MINUTE: '50', SIGN_IN_LIMIT_PER_MINUTE: '10' };

  it('made-up tokens are one address, and are told to come again', async () => {
    const { baseUrl } = await start(limits);
    const send = (i: number) => fetch(`${baseUrl}/v1/users/me`, { headers: { authorization: `Bearer a.b${i}.c` } });
    expect(await statuses(700, send)).toEqual({ 401: 100, 429: 600 });
    const refused = await send(0);
    expect(refused.headers.get('retry-after')).toMatch(/^\d+$/);
    expect(refused.headers.get('content-type')).toMatch(/^application\/problem\+json/);
    expect(await refused.json()).toMatchObject({ status: 429, reason: 'TOO_MANY_REQUESTS' });
  });

  it.each([
    ['no proxy is trusted', {}, 100],
    ['one proxy is trusted, which adds the address it saw', { TRUSTED_PROXIES: '1' }, 100],
  ])('made-up addresses are one address: %s', async (_, more, passing) => {
    const { baseUrl } = await start({ ...limits, ...more }, { others: { station } });
    const forwarded = (i: number) =>
      more && 'TRUSTED_PROXIES' in more ? `6.6.${i >> 8}.${i & 255}, 203.0.113.9` : `6.6.6.${i & 255}`;
    const send = (i: number) => fetch(`${baseUrl}/v1/stations`, { headers: { 'x-forwarded-for': forwarded(i) } });
    expect(await statuses(400, send)).toEqual({ 200: passing, 429: 400 - passing });
  });

  it('addresses of one IPv6 subscriber are one address', async () => {
    const { baseUrl } = await start({ ...limits, TRUSTED_PROXIES: '1' }, { others: { station } });
    const send = (i: number) =>
      fetch(`${baseUrl}/v1/stations`, { headers: { 'x-forwarded-for': `2001:db8:1:2::${i.toString(16)}` } });
    expect(await statuses(300, send)).toEqual({ 200: 100, 429: 200 });
    expect((await fetch(`${baseUrl}/v1/stations`, { headers: { 'x-forwarded-for': '2001:db8:1:3::1' } })).status).toBe(
      200,
    );
  });

  it('guesses at passwords are few, whatever else an address may do', async () => {
    const { baseUrl } = await start(limits);
    const guess = () =>
      fetch(`${baseUrl}/v1/sessions`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ email: 'a@people.example', password: randomUUID() }),
      });
    const found = await statuses(30, guess);
    expect(found[429]).toBe(20);
  });

  it('500 signed-in people behind one address are served, and a flood beside them costs them nothing', async () => {
    const gateway = await start({ ...limits, TRUSTED_PROXIES: '1' }, { others: { station } });
    const wifi = { 'x-forwarded-for': '203.0.113.9' };
    const tokens = await Promise.all(upTo(500).map(() => gateway.token(randomUUID(), ['rider'])));
    const flood = statuses(1_000, (i) =>
      fetch(`${gateway.baseUrl}/v1/lines`, { headers: { ...wifi, authorization: `Bearer a.${i}.b` } }),
    );
    const people = statuses(2_500, (i) =>
      fetch(`${gateway.baseUrl}/v1/stations`, { headers: { ...wifi, authorization: `Bearer ${tokens[i % 500]}` } }),
    );
    expect(await people).toEqual({ 200: 2_500 });
    // 5 points each.
    expect(await flood).toEqual({ 200: 20, 429: 980 });
  });

  it('one person has one limit at all replicas, weighed by what things cost', async () => {
    const used = new Map<string, number>();
    const gateways = [
      await start(limits, { others: { station }, used }),
      await start(limits, { others: { station }, used }),
    ];
    const token = await gateways[0]!.token(randomUUID(), ['rider']);
    const ask = (path: string) => (i: number) =>
      fetch(`${gateways[i % 2]!.baseUrl}${path}`, { headers: { authorization: `Bearer ${token}` } });
    expect(await statuses(200, ask('/v1/stations'))).toEqual({ 200: 50, 429: 150 });
    const another = await gateways[0]!.token(randomUUID(), ['rider']);
    const dear = (i: number) =>
      fetch(`${gateways[i % 2]!.baseUrl}/v1/lines`, { headers: { authorization: `Bearer ${another}` } });
    expect(await statuses(50, dear)).toEqual({ 200: 10, 429: 40 });
  });

  it('without the database the gateway goes on, and each replica limits alone', async () => {
    const { baseUrl, token } = await start(limits, { others: { station }, used: 'away' });
    const authorization = `Bearer ${await token(randomUUID(), ['rider'])}`;
    const send = () => fetch(`${baseUrl}/v1/stations`, { headers: { authorization } });
    expect(await statuses(200, send)).toEqual({ 200: 50, 429: 150 });
  });

  it('connections of one address are bounded, and room comes back', async () => {
    const { httpPort, baseUrl } = await start({ ADDRESS_CONNECTIONS: '20' });
    const sockets = upTo(60).map(() => connect(httpPort, '127.0.0.1').on('error', () => undefined));
    await waitFor(() => sockets.filter(({ closed }) => closed).length === 40);
    sockets.forEach((socket) => socket.destroy());
    await waitFor(async () => (await fetch(`${baseUrl}/healthz`)).status === 200);
  });
});
