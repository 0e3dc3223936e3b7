// Who has signed in on a device before shows it wherever a password or a code is asked for: strangers' guesses do not count there.
import { DriverServiceService, RiderServiceService, TripServiceService } from '@lastmile/contracts';
import { double, startTestGateway, type TestGateway } from './start-gateway.js';

const USER_ID = '6ff7c8f4-9f1c-4fb1-9a55-0b39a3a5a1a1';
const FACTOR = '/v1/users/me/second-factor';
const password = 'correct horse';
let gateway: TestGateway;
let token: string;
const seen: string[] = [];
const note = (request: object): void =>
  void seen.push((request as { client: { deviceToken: string } }).client.deviceToken);
const NEW_CODES = { recoveryCodes: [] };

beforeAll(async () => {
  const user = {
    beginSecondFactor: (request: object) => (note(request), { secret: 'S', otpauthUri: 'otpauth://totp/S' }),
    confirmSecondFactor: (request: object) => (note(request), NEW_CODES),
    renewRecoveryCodes: (request: object) => (note(request), NEW_CODES),
    removeSecondFactor: (request: object) => (note(request), {}),
    eraseUser: (request: object) => (note(request), {}),
  };
  const others = {
    rider: double(RiderServiceService, { listRides: () => ({ rides: [], nextPageToken: '' }) }),
    driver: double(DriverServiceService, { listRoutes: () => ({ routes: [], nextPageToken: '' }) }),
    trip: double(TripServiceService, { listTrips: () => ({ trips: [], nextPageToken: '' }) }),
  };
  gateway = await startTestGateway({}, { user, others });
  token = await gateway.token(USER_ID, ['rider']);
});
afterAll(() => gateway?.stop());

it.each([
  ['POST', FACTOR, { password }, 201],
  ['POST', `${FACTOR}/confirmation`, { code: '123456' }, 200],
  ['POST', `${FACTOR}/recovery-codes`, { code: '123456' }, 200],
  ['DELETE', FACTOR, { password, code: '123456' }, 204],
  ['DELETE', '/v1/users/me', { password }, 204],
])('%s %s passes the token of the device on, and needs none', async (method, path, body, status) => {
  for (const [shown, passed] of [
    [{}, ''],
    [{ deviceToken: 'of-this-device' }, 'of-this-device'],
  ] as const) {
    const answer = await fetch(gateway.baseUrl + path, {
      method,
      headers: {
        authorization: `Bearer ${token}`,
        'content-type': 'application/json',
        'idempotency-key': `k${passed}`,
      },
      body: JSON.stringify({ ...body, ...shown }),
    });
    expect({ status: answer.status, said: answer.status === status ? '' : await answer.text() }).toEqual({
      status,
      said: '',
    });
    expect(seen.splice(0)).toEqual([passed]);
  }
  const { paths } = (await (await fetch(`${gateway.baseUrl}/openapi.json`)).json()) as {
    paths: Record<string, Record<string, { requestBody: { content: { 'application/json': { schema: object } } } }>>;
  };
  const { schema } = paths[path]![method.toLowerCase()]!.requestBody.content['application/json'];
  expect(schema).toMatchObject({ properties: { deviceToken: { type: 'string', maxLength: 200 } } });
  expect((schema as { required: string[] }).required).not.toContain('deviceToken');
});
