// What sockets must survive: strangers, nonsense, floods, lost services. One client's misbehaviour costs the others nothing.
import { randomUUID } from 'node:crypto';
import { io, type Socket } from 'socket.io-client';
import { waitFor } from '@lastmile/testing';
import { Api } from '../../tools/simulate/api.js';
import { OPERATOR, startCity, type E2eCity } from './city.js';
import { Phone } from './people.js';

describe('sockets', () => {
  let city: E2eCity;
  let rider: Phone;
  let bystander: Phone;

  beforeAll(async () => {
    city = await startCity();
    rider = await Phone.signUp(city.platform.baseUrl, 'alex', ['rider']);
    bystander = await Phone.signUp(city.platform.baseUrl, 'bo', ['rider', 'driver']);
  }, 120_000);
  afterAll(async () => {
    rider?.disconnect();
    bystander?.disconnect();
    await city?.destroy();
  }, 60_000);

  const open = (auth: object): Socket =>
    io(city.platform.baseUrl, { transports: ['websocket'], auth, forceNew: true, reconnection: false });

  it.each([
    ['no token', {}, 'TOKEN_MISSING'],
    ['a broken token', { token: 'a.b.c' }, 'TOKEN_INVALID'],
    ['a token that is no text', { token: { nested: true } }, 'TOKEN_MISSING'],
  ])('refuses %s with a reason', async (_, auth, reason) => {
    const socket = open(auth);
    const error = await new Promise<Error & { data?: { reason: string } }>((resolve) =>
      socket.once('connect_error', resolve),
    );
    expect(error.data?.reason).toBe(reason);
    socket.close();
  });

  it.each<[string, string, unknown, string]>([
    ['an unknown event', 'no:such:event', {}, 'UNKNOWN_EVENT'],
    ['an event of the prototype', 'constructor', {}, 'UNKNOWN_EVENT'],
    ['an event of another role', 'position', { points: [] }, ''],
    ['no payload', 'trip:join', undefined, 'INVALID_FIELD'],
    ['wrong types', 'trip:join', { tripId: 7 }, 'INVALID_FIELD'],
    ['unknown fields', 'trip:join', { tripId: 'x', more: 1 }, 'INVALID_FIELD'],
    ['a trip that does not exist', 'trip:join', { tripId: randomUUID() }, 'TRIP_NOT_FOUND'],
    ['an id that is none', 'trip:join', { tripId: "'; DROP TABLE trips" }, 'INVALID_FIELD'],
    ['a negative number', 'notifications:resume', { after: -1 }, 'INVALID_FIELD'],
  ])('answers %s with an error', async (_, event, payload, reason) => {
    const ack = await rider.emit(event, payload as object);
    expect(ack).toMatchObject({ ok: false, error: reason ? { reason } : { status: 403 } });
  });

  it('ends a socket that sends too much at once, or too fast, and nobody else', async () => {
    for (const misbehave of [
      (socket: Socket) => void socket.emit('trip:join', { tripId: 'x'.repeat(200_000) }),
      (socket: Socket) => {
        for (let i = 0; i < 1_000; i++) socket.emit('trip:leave', { tripId: String(i) });
      },
    ]) {
      const socket = open({ token: await rider.api.token() });
      await waitFor(() => socket.connected);
      misbehave(socket);
      await waitFor(() => !socket.connected, { what: 'the socket is ended' });
    }
    expect(await bystander.emit('notifications:read', { upToSequence: 0 })).toMatchObject({ ok: true });
  });

  it("an operator's token is worth nothing from the moment of sign-out", async () => {
    const { accessToken: token, refreshToken } = await signIn(OPERATOR);
    expect((await me(token)).status).toBe(200);
    const socket = open({ token });
    await waitFor(() => socket.connected);
    expect((await send('POST', '/v1/sessions/logout', undefined, { refreshToken })).status).toBe(204);
    expect(await (await me(token)).json()).toMatchObject({ status: 401, reason: 'SESSION_REVOKED' });
    await waitFor(() => !socket.connected, { what: 'the socket is ended' });
  });

  it('a session that its owner ends loses its socket and its token within a minute, and the others stay', async () => {
    const sessions = async () =>
      (await rider.api.get<{ items: { sessionId: string; isCurrent: boolean }[] }>(SESSIONS)).items;
    // A sign-up that was repeated because its answer was late leaves a session more.
    const before = new Set((await sessions()).map(({ sessionId }) => sessionId));
    const { accessToken: token } = await signIn({ email: 'alex@people.example', password: 'a-long-enough-password' });
    const socket = open({ token });
    await waitFor(() => socket.connected);
    const after = await sessions();
    expect(after.filter(({ isCurrent }) => isCurrent)).toHaveLength(1);
    const added = after.filter(({ sessionId }) => !before.has(sessionId));
    expect(added).toEqual([expect.objectContaining({ isCurrent: false })]);
    const path = `${SESSIONS}/${added[0]!.sessionId}`;
    expect((await send('DELETE', path, await rider.api.token())).status).toBe(204);
    await waitFor(() => !socket.connected, { timeoutSeconds: 60, what: 'the socket is ended' });
    expect(await (await me(token)).json()).toMatchObject({ status: 401, reason: 'SESSION_REVOKED' });
    expect((await me(await rider.api.token())).status).toBe(200);
    expect(await rider.emit('notifications:read', { upToSequence: 0 })).toMatchObject({ ok: true });
  }, 90_000);

  const SESSIONS = '/v1/users/me/sessions';
  const send = (method: string, path: string, token?: string, body?: object) =>
    fetch(city.platform.baseUrl + path, {
      method,
      headers: {
        ...(token && { authorization: `Bearer ${token}` }),
        ...(body && { 'content-type': 'application/json' }),
      },
      ...(body && { body: JSON.stringify(body) }),
    });
  const me = (token: string) => send('GET', '/v1/users/me', token);
  const signIn = async (account: { email: string; password: string }) => {
    const response = await send('POST', '/v1/sessions', undefined, account);
    return ((await response.json()) as { session: { accessToken: string; refreshToken: string } }).session;
  };

  it('positions of a driver off duty are refused', async () => {
    const vehicle = { plate: 'LM 0004', description: '', seats: 2, wheelchairPlaces: 0 };
    await bystander.api.put('/v1/drivers/me', { name: 'Bo', vehicle });
    const ack = await bystander.drive({ latitude: 40.75, longitude: -73.83 }, city.clock.now());
    expect(ack).toMatchObject({ ok: false, error: { reason: 'OFF_DUTY' } });
  });

  it('notifications go on in order, without gap or repetition, when gateway’s and inbox’s processes are killed', async () => {
    const operator = await operatorOf(city);
    const me = await rider.api.get<{ userId: string }>('/v1/users/me');
    const before = rider.heard.length;
    const last = () => rider.lastHeard ?? 0;
    const start = last();
    for (const [round, victim] of ['notification', 'gateway', 'notification'].entries()) {
      for (let i = 0; i < 5; i++)
        await operator.post('/v1/broadcasts', { userIds: [me.userId], title: `${round}-${i}` });
      city.platform.process(victim).kill('SIGKILL');
      for (let i = 5; i < 10; i++)
        await operator.post('/v1/broadcasts', { userIds: [me.userId], title: `${round}-${i}` });
    }
    await waitFor(() => last() === start + 30, { timeoutSeconds: 60, what: 'all thirty notifications' });
    const heard = rider.heard.slice(before).map(({ sequence }) => sequence);
    const unique = [...new Set(heard)];
    expect(unique).toEqual(Array.from({ length: 30 }, (_, i) => start + 1 + i));
  }, 120_000);
});

async function operatorOf(city: E2eCity): Promise<Api> {
  const operator = new Api(city.platform.baseUrl, new AbortController().signal);
  await operator.logIn(OPERATOR.email, OPERATOR.password);
  return operator;
}
