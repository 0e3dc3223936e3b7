// The gRPC edge: nothing but health unless it is asked for, and then few connections with few streams each.
import { connect, constants, type ClientHttp2Session } from 'node:http2';
import { Client, credentials, status } from '@grpc/grpc-js';
import { GatewayServiceService } from '@lastmile/contracts';
import type { RpcDefinition } from '@lastmile/grpc';
import { waitFor } from '@lastmile/testing';
import { startTestGateway, type TestGateway } from '../../apps/gateway/test/start-gateway.js';

const upTo = (count: number): number[] => Array.from({ length: count }, (_, i) => i);
const CONNECTIONS = 64;
const STREAMS = 32;

describe('the gRPC edge', () => {
  let gateway: TestGateway;
  const sessions: ClientHttp2Session[] = [];
  afterEach(async () => {
    expect((await fetch(`${gateway.baseUrl}/healthz`)).status).toBe(200);
    sessions.splice(0).forEach((session) => session.destroy());
    await gateway.stop();
  });

  const session = (): ClientHttp2Session => {
    const opened = connect(`http://127.0.0.1:${gateway.grpcPort}`);
    opened.on('error', () => undefined);
    sessions.push(opened);
    return opened;
  };
  const { path, requestSerialize, responseDeserialize } = GatewayServiceService.getSnapshot as RpcDefinition[string];
  const snapshot = async (): Promise<number> => {
    const client = new Client(`127.0.0.1:${gateway.grpcPort}`, credentials.createInsecure());
    const code = await new Promise<number>((resolve) =>
      client.makeUnaryRequest(path, requestSerialize, responseDeserialize, {}, (error) => resolve(error?.code ?? 0)),
    );
    client.close();
    return code;
  };

  it('is off by default', async () => {
    gateway = await startTestGateway();
    expect(await snapshot()).toBe(status.UNIMPLEMENTED);
  });

  it('refuses streams that are too many for a connection, and connections that are too many', async () => {
    gateway = await startTestGateway({ GRPC_EDGE: 'true' });
    expect(await snapshot()).toBe(status.UNAUTHENTICATED);
    const one = session();
    await waitFor(() => one.remoteSettings?.maxConcurrentStreams === STREAMS);

    const more = upTo(200).map(session);
    const isOpen = (each: ClientHttp2Session) => !each.destroyed && !each.closed && each.remoteSettings !== undefined;
    await waitFor(() => more.filter((each) => each.destroyed).length === more.length + 1 - CONNECTIONS);
    expect(sessions.filter(isOpen).length).toBeLessThanOrEqual(CONNECTIONS);

    // Streams that say nothing, more than may be: the protocol keeps the others from being opened.
    for (const each of sessions.filter(isOpen)) {
      for (let i = 0; i < 100; i++) {
        const headers = { [constants.HTTP2_HEADER_METHOD]: 'POST', [constants.HTTP2_HEADER_PATH]: path };
        each.request({ ...headers, 'content-type': 'application/grpc', te: 'trailers' }).on('error', () => undefined);
      }
    }
  });
});
