// Floods of sockets and of fixes: so many of an account and of an address, so many fixes of an account, and an honest driver is
// acknowledged as if nobody else were there.
import { randomUUID } from 'node:crypto';
import { io, type Socket } from 'socket.io-client';
import { waitFor } from '@lastmile/testing';
import { startTestGateway, type TestGateway } from '../../apps/gateway/test/start-gateway.js';
import { startRelayDouble } from './relay-double.js';

const upTo = (count: number): number[] => Array.from({ length: count }, (_, i) => i);
type Ack = { ok: boolean; result?: { acceptedCount: number }; error?: { reason: string; status: number } };

describe('sockets', () => {
  const counts = new Map<string, number>();
  let gateway: TestGateway;
  const sockets: Socket[] = [];

  beforeAll(async () => {
    const env = { ADDRESS_SOCKETS: '60', ACCOUNT_SOCKETS: '5' };
    gateway = await startTestGateway(env, { others: { location: () => startRelayDouble(counts) } });
  });
  afterEach(async () => {
    sockets.splice(0).forEach((socket) => socket.close());
    await waitFor(() => fetch(`${gateway.baseUrl}/healthz`).then(({ ok }) => ok));
  });
  afterAll(() => gateway?.stop());

  /** Resolves with why it was refused, or nothing once it is connected. */
  async function open(userId: string): Promise<{ socket: Socket; refused?: string }> {
    const token = await gateway.token(userId, ['driver']);
    const socket = io(gateway.baseUrl, {
      transports: ['websocket'],
      auth: { token, after: 0 },
      forceNew: true,
      reconnection: false,
    });
    sockets.push(socket);
    const refused = await new Promise<string | undefined>((resolve) => {
      socket.once('connect', () => resolve(undefined));
      socket.once('connect_error', (error: Error & { data?: { reason: string } }) =>
        resolve(error.data?.reason ?? error.message),
      );
    });
    return { socket, refused };
  }

  it('of one account are bounded, and room comes back', async () => {
    const userId = randomUUID();
    const opened = [];
    while (opened.length < 8) opened.push(await open(userId));
    expect(opened.map(({ refused }) => refused)).toEqual([
      ...upTo(5).map(() => undefined),
      ...upTo(3).map(() => 'TOO_MANY_SOCKETS'),
    ]);
    opened[0]!.socket.close();
    await waitFor(async () => (await open(userId)).refused === undefined);
  });

  it('of one address are bounded, whoever they say they are', async () => {
    const opened = await Promise.all(upTo(200).map(() => open(randomUUID())));
    const inside = opened.filter(({ refused }) => refused === undefined);
    expect(inside.length).toBeLessThanOrEqual(60);
    expect(inside.length).toBeGreaterThan(50);
    expect(new Set(opened.map(({ refused }) => refused))).toEqual(new Set([undefined, 'websocket error']));
    for (const { socket } of opened) socket.close();
    await waitFor(async () => (await open(randomUUID())).refused === undefined);
  });

  it('stale fixes are counted one by one, and an honest driver beside five floods is acknowledged in order', async () => {
    const honest = randomUUID();
    const { socket } = await open(honest);
    const attackers = upTo(5).map(() => randomUUID());
    const stale = upTo(500).map(() => ({
      position: { latitude: 40.7, longitude: -73.8 },
      time: '2020-01-01T00:00:00Z',
    }));
    const floods = attackers.map(async (userId) => {
      const { socket: flooding } = await open(userId);
      const answers = await Promise.all(
        upTo(30).map(() => flooding.timeout(30_000).emitWithAck('position', { points: stale }) as Promise<Ack>),
      );
      return { userId, answers };
    });
    const acknowledged: number[] = [];
    for (const i of upTo(40)) {
      const point = { position: { latitude: 40.7, longitude: -73.8 }, time: new Date().toISOString() };
      const send = () => socket.timeout(30_000).emitWithAck('position', { points: [point] }) as Promise<Ack>;
      let answer = await send();
      // What nobody answered in time is sent again, as phones do: this machine may be busy with other things.
      while (answer.error?.reason === 'LOCATION_UNAVAILABLE') answer = await send();
      expect(answer).toMatchObject({ ok: true, result: { acceptedCount: 1 } });
      acknowledged.push(i);
    }
    expect(acknowledged).toEqual(upTo(40));
    expect(counts.get(honest)).toBeGreaterThanOrEqual(40);

    for (const { userId, answers } of await Promise.all(floods)) {
      // 2,000 at once, and 20 more for each second that the flood takes: of 15,000 hardly more reach the location service.
      expect(counts.get(userId)).toBeGreaterThan(0);
      expect(counts.get(userId)).toBeLessThanOrEqual(3_000);
      const refused = answers.filter(({ error }) => error?.reason === 'TOO_MANY_FIXES');
      expect(refused.length).toBeGreaterThanOrEqual(24);
      for (const { error } of refused) expect(error).toMatchObject({ status: 429 });
    }
  });

  it('REST is no way around', async () => {
    const userId = randomUUID();
    const token = await gateway.token(userId, ['driver']);
    const points = upTo(250).map(() => ({
      position: { latitude: 40.7, longitude: -73.8 },
      time: '2020-01-01T00:00:00Z',
    }));
    const found: number[] = [];
    while (found.length < 12) {
      const response = await fetch(`${gateway.baseUrl}/v1/drivers/me/positions`, {
        method: 'POST',
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
        body: JSON.stringify({ points }),
      });
      found.push(response.status);
      if (response.status === 429) expect(Number(response.headers.get('retry-after'))).toBeGreaterThan(0);
    }
    expect(found.filter((status) => status === 200).length).toBeLessThanOrEqual(9);
    expect(found.at(-1)).toBe(429);
    expect(counts.get(userId)).toBe(found.filter((status) => status === 200).length * 250);
  });
});
