// Slowloris: connections that say a byte now and then, or nothing. Each is ended in time, and nobody else notices.
import { connect, type Socket } from 'node:net';
import { waitFor } from '@lastmile/testing';
import { startTestGateway, type TestGateway } from '../../apps/gateway/test/start-gateway.js';

const CONNECTIONS = 50;
const EVERY_MS = 500;
/** The longest limit, 15 s for headers, the 2 s after which Node looks, and a slow machine. */
const WITHIN = { timeoutSeconds: 60, what: 'every slow connection has been ended' };

describe('slow connections', () => {
  let gateway: TestGateway;
  const open: Socket[] = [];

  beforeAll(async () => void (gateway = await startTestGateway()));
  afterEach(() => open.splice(0).forEach((socket) => socket.destroy()));
  afterAll(() => gateway?.stop());

  it.each<[string, string, string, RegExp]>([
    ['say nothing', '', '', /^$|^HTTP\/1\.1 408/],
    ['never end their headers', 'GET /healthz HTTP/1.1\r\nhost: x\r\n', 'x-a: b\r\n', /^HTTP\/1\.1 408/],
    [
      'never end their body',
      'POST /v1/sessions HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: 60000\r\n\r\n{',
      ' ',
      /^HTTP\/1\.1 (408|429)/,
    ],
    [
      'never end their chunks',
      'POST /v1/sessions HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ntransfer-encoding: chunked\r\n\r\n',
      '1\r\n \r\n',
      /^HTTP\/1\.1 (408|429)/,
    ],
    [
      'never end a body that nobody wants',
      'POST /v1/nothing HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: 60000\r\n\r\n{',
      ' ',
      /^HTTP\/1\.1 (404|408)/,
    ],
    [
      'are strangers who send a timetable for ever',
      'POST /v1/timetables HTTP/1.1\r\nhost: x\r\ncontent-type: application/zip\r\ncontent-length: 60000\r\n\r\nPK',
      ' ',
      /^HTTP\/1\.1 401/,
    ],
  ])('that %s are ended', async (_, beginning, more, answer) => {
    const said: string[] = [];
    let closed = 0;
    for (let i = 0; i < CONNECTIONS; i++) {
      const socket = connect(gateway.httpPort, '127.0.0.1');
      said[i] = '';
      socket.on('data', (data) => (said[i] += data.toString()));
      socket.on('error', () => undefined);
      socket.write(beginning);
      const beat = setInterval(() => more && socket.writable && socket.write(more), EVERY_MS);
      socket.once('close', () => {
        clearInterval(beat);
        closed++;
      });
      open.push(socket);
    }
    // Whoever behaves is answered meanwhile.
    expect((await fetch(`${gateway.baseUrl}/healthz`)).status).toBe(200);
    await waitFor(() => closed === CONNECTIONS, WITHIN);
    for (const text of said) expect(text).toMatch(answer);
  });
});
