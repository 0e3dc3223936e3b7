// A replica that is lost between the first and the last byte of its answer, where gRPC's own retries end.
import { createServer, type Http2Server } from 'node:http2';
import type { AddressInfo } from 'node:net';
import { createClient, type RpcClient } from '../src/index.js';
import { ReplicaService } from './replica.js';

const reply = Buffer.from('{"from":"x"}');
const frame = Buffer.concat([Buffer.from([0, 0, 0, 0, reply.length]), reply]);

let server: Http2Server;
let client: RpcClient<typeof ReplicaService>;
let calls = 0;

/** Answers its first call with headers alone, and is gone. */
beforeEach(async () => {
  calls = 0;
  server = createServer();
  server.on('stream', (stream) => {
    calls += 1;
    stream.on('error', () => undefined);
    const headers = { ':status': 200, 'content-type': 'application/grpc' };
    if (calls === 1) {
      stream.respond(headers);
      stream.write(frame, () => stream.session?.destroy());
      return;
    }
    stream.respond(headers, { waitForTrailers: true });
    stream.on('wantTrailers', () => stream.sendTrailers({ 'grpc-status': 0 }));
    stream.end(frame);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  client = createClient(ReplicaService, { address: `127.0.0.1:${(server.address() as AddressInfo).port}` });
});

afterEach(() => {
  client.close();
  server.close();
});

it('answers an idempotent call on another connection', async () => {
  await expect(client.work({ id: 'a' })).resolves.toEqual({ from: 'x' });
  expect(calls).toBe(2);
});

it('fails a call that is made once', async () => {
  await expect(client.workOnce({ id: 'a' })).rejects.toMatchObject({ kind: 'unavailable' });
  expect(calls).toBe(1);
});
