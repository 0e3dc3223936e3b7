// What HTTP itself promises: methods, bodies, headers, addresses. No service is needed for any of it.
import { connect } from 'node:net';
import { StationServiceService } from '@lastmile/contracts';
import { DomainError } from '@lastmile/errors';
import { double, startTestGateway, type TestGateway } from './start-gateway.js';

const USER_ID = '6ff7c8f4-9f1c-4fb1-9a55-0b39a3a5a1a1';

describe('HTTP', () => {
  let gateway: TestGateway;
  let operator: string;
  let answer: () => never;

  beforeAll(async () => {
    const station = double(StationServiceService, {
      listStations: () => answer(),
      findNearestStations: ({ position }) => {
        throw new DomainError('not_found', 'SEEN', JSON.stringify(position));
      },
    });
    gateway = await startTestGateway({ TRUSTED_PROXIES: '1' }, { others: { station } });
    operator = await gateway.token(USER_ID, ['operator']);
  });
  afterAll(() => gateway?.stop());

  const send = (method: string, path: string, options: { body?: string; headers?: Record<string, string> } = {}) =>
    fetch(gateway.baseUrl + path, {
      method,
      body: options.body,
      headers: { authorization: `Bearer ${operator}`, ...options.headers },
    });
  const json = { 'content-type': 'application/json', 'idempotency-key': 'k' };
  const problem = async (response: Response) => {
    expect(response.headers.get('content-type')).toMatch(/^application\/problem\+json/);
    const { status, reason, detail } = (await response.json()) as { status: number; reason: string; detail: string };
    expect(status).toBe(response.status);
    return { status, reason, detail };
  };

  it.each([
    '/v1/stations?pageSize=1.5',
    '/v1/stations?pageSize=',
    '/v1/stations?pageSize=0x10',
    '/v1/stations/nearest?lat=&lon=',
    '/v1/stations/nearest?lat=%20&lon=1',
    '/v1/stations/nearest?lat=1&lon=1&limit=2.5',
    '/v1/trains?limit=1e-1',
    '/v1/notifications?after=0.5',
    '/v1/drivers/available?lat=1&lon=1&limit=1.5',
    '/v1/rides/not-a-uuid',
    '/v1/trips?driverId=not-a-uuid',
  ])('refuses %s', async (path) => {
    expect(await problem(await send('GET', path))).toMatchObject({ status: 400, reason: 'INVALID_FIELD' });
  });

  it.each([
    ['DELETE', '/v1/stations', 'GET, HEAD'],
    ['POST', '/v1/drivers/me', 'GET, HEAD, PUT'],
    ['GET', '/v1/sessions', 'POST'],
    ['PUT', '/openapi.json', 'GET, HEAD'],
    ['QUERY', '/v1/snapshot', 'GET, HEAD'],
  ])('answers %s %s with the methods there are', async (method, path, allow) => {
    const response = await send(method, path);
    expect(response.headers.get('allow')).toBe(allow);
    expect(await problem(response)).toMatchObject({ status: 405, reason: 'METHOD_NOT_ALLOWED' });
  });

  it('takes no missing body for an empty one', async () => {
    const missing = await send('POST', '/v1/broadcasts', { headers: { 'idempotency-key': 'k' } });
    expect(await problem(missing)).toMatchObject({ status: 400, reason: 'BODY_MISSING' });
    const none = await send('POST', '/v1/broadcasts', { headers: json, body: 'null' });
    expect(await problem(none)).toMatchObject({ status: 400, reason: 'BODY_MISSING' });
  });

  it.each(['text/plain', 'application/x-www-form-urlencoded', 'application/zip', 'application/xml'])(
    'takes no %s where JSON is asked for',
    async (type) => {
      const response = await send('POST', '/v1/matches', { headers: { 'content-type': type }, body: 'driverId=1' });
      expect(await problem(response)).toMatchObject({ status: 415 });
    },
  );

  it('takes no JSON for a timetable, and says in its document what it takes', async () => {
    const response = await send('POST', '/v1/timetables', { headers: json, body: '{}' });
    expect(await problem(response)).toMatchObject({ status: 415 });
    const document = (await (await fetch(`${gateway.baseUrl}/openapi.json`)).json()) as {
      paths: Record<string, Record<string, { requestBody: { content: object } }>>;
    };
    expect(Object.keys(document.paths['/v1/timetables']!.post!.requestBody.content)).toEqual(['application/zip']);
  });

  it('refuses a stranger before the body has come', async () => {
    const socket = connect(gateway.httpPort, '127.0.0.1');
    socket.write(
      'POST /v1/matches HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: 1000\r\n\r\n{',
    );
    const [bytes] = (await new Promise<[Buffer]>((resolve) => socket.once('data', (data) => resolve([data])))) as [
      Buffer,
    ];
    expect(bytes.toString()).toMatch(/^HTTP\/1\.1 401 /);
    socket.destroy();
  });

  it('lets nobody keep or frame what it answers', async () => {
    for (const path of ['/v1/users/me', '/v1/nothing', '/openapi.json', '/docs', '/healthz']) {
      const { headers } = await send('GET', path);
      expect({ path, cache: headers.get('cache-control') }).toEqual({ path, cache: 'no-store' });
      expect(headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
      expect(headers.get('x-content-type-options')).toBe('nosniff');
      expect(headers.get('strict-transport-security')).toBeNull();
    }
  });

  it('runs no script in /docs but its own', async () => {
    const response = await send('GET', '/docs');
    expect(response.headers.get('content-security-policy')).toContain("script-src 'self'");
    expect(await response.text()).not.toMatch(/<script>(?!<\/script>)/);
  });

  it('asks browsers to stay encrypted when they came encrypted, on the word of a trusted proxy', async () => {
    const { headers } = await send('GET', '/healthz', { headers: { 'x-forwarded-proto': 'https' } });
    expect(headers.get('strict-transport-security')).toBe('max-age=31536000');
  });

  it('logs the address that the trusted proxy saw, not one that the client made up', async () => {
    await send('GET', '/healthz', {
      headers: { 'x-forwarded-for': '6.6.6.6, 203.0.113.7', 'x-request-id': 'with-address' },
    });
    const line = gateway.log.find((each) => each.request_id === 'with-address');
    expect(line).toMatchObject({ msg: 'http', client: '203.0.113.7', route: '/healthz', status: 200 });
  });

  it('answers what is no HTTP, and paths that do not decode, with a problem', async () => {
    const socket = connect(gateway.httpPort, '127.0.0.1');
    socket.write('nonsense\r\n\r\n');
    const said = await new Promise<string>((resolve) => {
      let text = '';
      socket.on('data', (data) => (text += data.toString())).on('close', () => resolve(text));
    });
    expect(said).toMatch(/^HTTP\/1\.1 400 [^]*application\/problem\+json[^]*MALFORMED_REQUEST/);
    expect(await problem(await send('GET', '/v1/rides/%E0%A4%A'))).toMatchObject({ reason: 'MALFORMED_REQUEST' });
    const { status } = await problem(await send('GET', `/v1/rides/${'x'.repeat(600)}`));
    expect([400, 404]).toContain(status);
  });

  it('is to be tried again when the disk is full, and says when', async () => {
    answer = () => {
      throw new DomainError('unavailable', 'DATABASE_FULL', 'the database has no room left, try again');
    };
    const response = await send('GET', '/v1/stations');
    expect(response.headers.get('retry-after')).toBe('1');
    expect(await problem(response)).toMatchObject({ status: 503, reason: 'DATABASE_FULL' });
  });

  it('names no address of the inside', async () => {
    // Trip is not there.
    const { status, detail } = await problem(await send('GET', `/v1/trips/${USER_ID}`));
    expect(status).toBe(503);
    expect(detail).not.toMatch(/127\.0\.0\.1|:\d/);
  });
});

describe('without a proxy', () => {
  it('nobody is believed to come from elsewhere, or encrypted', async () => {
    const gateway = await startTestGateway();
    const headers = { 'x-forwarded-for': '6.6.6.6', 'x-forwarded-proto': 'https', 'x-request-id': 'r' };
    const response = await fetch(`${gateway.baseUrl}/healthz`, { headers });
    expect(response.headers.get('strict-transport-security')).toBeNull();
    expect(gateway.log.find((each) => each.request_id === 'r')).toMatchObject({ client: '127.0.0.1' });
    await gateway.stop();
  });

  it('HSTS can be asked for', async () => {
    const gateway = await startTestGateway({ HSTS: 'true' });
    const { headers } = await fetch(`${gateway.baseUrl}/healthz`);
    expect(headers.get('strict-transport-security')).toBe('max-age=31536000');
    await gateway.stop();
  });
});
