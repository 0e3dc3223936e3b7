// Access tokens that were revoked: an operator's is asked about at every use, others' looked up in a list that is kept; what
// happens while the user service is away.
import { randomUUID } from 'node:crypto';
import { io } from 'socket.io-client';
import {
  DriverServiceService,
  NotificationServiceService,
  RiderServiceService,
  TripServiceService,
  type CheckSessionRequest,
  type EraseUserRequest,
  type Revocation,
} from '@lastmile/contracts';
import { DomainError, unauthenticated } from '@lastmile/errors';
import { waitFor } from '@lastmile/testing';
import { double, startTestGateway, type TestGateway } from './start-gateway.js';

const ASKED: CheckSessionRequest[] = [];
const revocations: Revocation[] = [];
const operator = randomUUID();
const rider = randomUUID();
const erased = randomUUID();
let answer: () => object;
let erase: (request: EraseUserRequest) => object;
let isAway = false;
let gateway: TestGateway;

const away = () => {
  throw new DomainError('unavailable', 'DRAINING', 'away');
};
/** Of a session, or of all tokens of an account. */
const revoke = (what: Partial<Revocation>) => {
  const revokeTime = new Date();
  const expireTime = new Date(Date.now() + 900_000);
  revocations.push({ sessionId: '', userId: rider, belowVersion: 0, revokeTime, expireTime, ...what });
  return {};
};
const user = (userId: string) => ({
  user: {
    userId,
    email: 'a@b.example',
    displayName: 'A',
    language: 'en',
    roles: [],
    createTime: new Date(),
    version: 1,
  },
});

beforeAll(async () => {
  gateway = await startTestGateway(
    {},
    {
      user: {
        getUserProfile: () => user(rider) as never,
        checkSession: (request) => {
          ASKED.push(request);
          return isAway ? away() : (answer() as never);
        },
        listRevocations: () => (isAway ? away() : { revocations, nextPageToken: '' }),
        endSession: ({ sessionId }) => revoke({ sessionId }),
        eraseUser: (request) => erase(request),
      },
      others: {
        rider: double(RiderServiceService, { listRides: () => ({ rides: [] }) as never }),
        trip: double(TripServiceService, { listTrips: () => ({ trips: [] }) as never }),
        driver: double(DriverServiceService, { listRoutes: () => ({ routes: [] }) as never }),
        notification: double(NotificationServiceService, {
          listNotifications: () => ({ notifications: [], lastSequence: 0, unreadCount: 0 }) as never,
        }),
      },
    },
  );
});
afterAll(() => gateway?.stop());
beforeEach(() => {
  answer = () => ({});
  erase = () => revoke({ userId: erased });
  isAway = false;
  ASKED.length = 0;
});

const me = async (token: string) => {
  const response = await fetch(`${gateway.baseUrl}/v1/users/me`, { headers: { authorization: `Bearer ${token}` } });
  const { reason } = (await response.json()) as { reason?: string };
  return reason ?? response.status;
};

it("asks about an operator's token at every use, and about nobody else's", async () => {
  const token = await gateway.token(operator, ['operator'], 's1');
  expect(await me(token)).toBe(200);
  answer = () => {
    throw unauthenticated('SESSION_REVOKED', 'ended');
  };
  expect(await me(token)).toBe('SESSION_REVOKED');
  expect(ASKED).toMatchObject([
    { userId: operator, sessionId: 's1' },
    { userId: operator, sessionId: 's1' },
  ]);
  expect(await me(await gateway.token(rider, ['rider'], 's2'))).toBe(200);
  expect(ASKED).toHaveLength(2);
});

it("asks about an operator's token at every event of a socket, and ends the socket of one that was revoked elsewhere", async () => {
  const token = await gateway.token(operator, ['operator'], 's6');
  const socket = io(gateway.baseUrl, { transports: ['websocket'], auth: { token, after: 0 }, reconnection: false });
  try {
    await waitFor(() => socket.connected, { what: 'the socket is open' });
    answer = () => {
      throw unauthenticated('SESSION_REVOKED', 'ended');
    };
    expect(await socket.timeout(10_000).emitWithAck('trip:leave', { tripId: randomUUID() })).toMatchObject({
      error: { reason: 'SESSION_REVOKED' },
    });
    await waitFor(() => !socket.connected, { what: 'the socket is ended' });
  } finally {
    socket.close();
  }
});

it('refuses operators while it cannot ask, with an answer that signs nobody out, and lets others go on', async () => {
  isAway = true;
  expect(await me(await gateway.token(operator, ['operator'], 's1'))).toBe('DRAINING');
  expect(await me(await gateway.token(rider, ['rider'], 's2'))).toBe(200);
});

it('learns of ended sessions while it runs, refuses their tokens and sends their sockets away', async () => {
  const token = await gateway.token(rider, ['rider'], 's3');
  const other = await gateway.token(rider, ['rider'], 's4');
  const [socket, stays] = [token, other].map((each) =>
    io(gateway.baseUrl, { transports: ['websocket'], auth: { token: each, after: 0 }, reconnection: false }),
  );
  try {
    await waitFor(() => socket!.connected && stays!.connected, { what: 'both sockets are open' });
    revoke({ sessionId: 's3' });
    await waitFor(() => !socket!.connected, { timeoutSeconds: 30, what: 'the socket is ended' });
    expect(await me(token)).toBe('SESSION_REVOKED');
    expect(await me(other)).toBe(200);
    expect(stays!.connected).toBe(true);
  } finally {
    socket!.close();
    stays!.close();
  }
});

it('refuses a token from the moment on in which its session was ended, or its account erased, through this gateway', async () => {
  const sessionId = randomUUID();
  const [ended, other] = [
    await gateway.token(rider, ['rider'], sessionId),
    await gateway.token(rider, ['rider'], 's5'),
  ];
  expect((await remove(`/v1/users/me/sessions/${sessionId}`, other)).status).toBe(204);
  expect(await me(ended)).toBe('SESSION_REVOKED');
  expect(await me(other)).toBe(200);

  const token = await gateway.token(erased, ['rider']);
  expect((await remove('/v1/users/me', token, { password: 'a-long-enough-password' })).status).toBe(204);
  expect(await me(token)).toBe('SESSION_REVOKED');
});

it('answers a repeated erasure as the first, though its token is worth nothing; but not to one whose session has ended', async () => {
  const [gone, ended] = [randomUUID(), randomUUID()];
  const asked: string[] = [];
  answer = () => {
    const { userId } = ASKED.at(-1)!;
    asked.push(userId);
    throw unauthenticated(userId === gone ? 'ACCOUNT_ERASED' : 'SESSION_REVOKED', 'ended');
  };
  const tokens = [await gateway.token(gone, ['rider']), await gateway.token(ended, ['rider'])];
  for (const userId of [gone, ended]) revoke({ userId });
  for (const token of tokens) {
    await waitFor(async () => (await me(token)) === 'SESSION_REVOKED', { timeoutSeconds: 30, what: 'it is refused' });
  }
  const password = { password: 'a-long-enough-password' };
  expect((await remove('/v1/users/me', tokens[0]!, password)).status).toBe(204);
  expect((await remove('/v1/users/me', tokens[0]!, { ...password, code: '123456' })).status).toBe(204);
  expect((await remove('/v1/users/me', tokens[1]!, password)).status).toBe(401);
  expect((await remove('/v1/users/me', `${tokens[0]!}x`, password)).status).toBe(401);
  // Nothing else is answered to the erased, and what is no request of this kind is refused as ever.
  expect((await remove(`/v1/users/me/sessions/${randomUUID()}`, tokens[0]!)).status).toBe(401);
  expect((await remove('/v1/users/me', tokens[0]!, {})).status).toBe(400);
  expect(asked).toEqual([gone, gone, ended, gone]);
});

it('erases an account with a second factor when its code is sent, and says so when it is missing', async () => {
  erase = ({ password, code }) => {
    if (!code) throw unauthenticated('SECOND_FACTOR_REQUIRED', 'send a code');
    if (code !== '123 456') throw unauthenticated('SECOND_FACTOR_WRONG', 'wrong code');
    expect(password).toBe('a-long-enough-password');
    return {};
  };
  const token = await gateway.token(randomUUID(), ['rider']);
  const asked = async (code?: string) => {
    const response = await remove('/v1/users/me', token, { password: 'a-long-enough-password', code });
    return response.status === 204 ? 204 : ((await response.json()) as { reason: string }).reason;
  };
  expect(await asked()).toBe('SECOND_FACTOR_REQUIRED');
  expect(await asked('654321')).toBe('SECOND_FACTOR_WRONG');
  expect(await asked('1'.repeat(65))).toBe('INVALID_FIELD');
  expect(await asked('123 456')).toBe(204);
});

it.each(['SESSION_REVOKED', 'ACCOUNT_ERASED'])(
  'answers a repeated erasure as the first while its own list does not say so yet, and the user service says %s',
  async (reason) => {
    const [gone, ended] = [randomUUID(), randomUUID()];
    erase = () => {
      throw unauthenticated(reason, 'ended');
    };
    answer = () => {
      throw unauthenticated(ASKED.at(-1)!.userId === gone ? 'ACCOUNT_ERASED' : 'SESSION_REVOKED', 'ended');
    };
    const password = { password: 'a-long-enough-password' };
    expect((await remove('/v1/users/me', await gateway.token(gone, ['rider']), password)).status).toBe(204);
    const refused = await remove('/v1/users/me', await gateway.token(ended, ['rider']), password);
    expect([refused.status, await refused.json()]).toMatchObject([401, { reason }]);
    // A refusal for another reason stays what it is.
    erase = () => {
      throw unauthenticated('WRONG_CREDENTIALS', 'wrong password');
    };
    expect((await remove('/v1/users/me', await gateway.token(gone, ['rider']), password)).status).toBe(401);
  },
);

const remove = (path: string, token: string, body?: object) =>
  fetch(gateway.baseUrl + path, {
    method: 'DELETE',
    headers: {
      authorization: `Bearer ${token}`,
      'idempotency-key': randomUUID(),
      ...(body && { 'content-type': 'application/json' }),
    },
    ...(body && { body: JSON.stringify(body) }),
  });

it('is not ready before it has read the list once, whatever the services say', async () => {
  let isReadable = false;
  const starting = await startTestGateway(
    {},
    { user: { listRevocations: () => (isReadable ? { revocations, nextPageToken: '' } : away()) as never } },
  );
  try {
    const isAway = async () =>
      ((await (await fetch(`${starting.baseUrl}/readyz`)).json()) as { away: string[] }).away.includes('gateway');
    expect(await isAway()).toBe(true);
    isReadable = true;
    await waitFor(async () => !(await isAway()), { what: 'the gateway says that it is ready' });
  } finally {
    await starting.stop();
  }
});
