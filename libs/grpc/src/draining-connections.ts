// Lets running calls finish on a connection that the server closes gracefully.
import { subscribe } from 'node:diagnostics_channel';
import type { ClientHttp2Session, ClientHttp2Stream } from 'node:http2';

const known = new WeakSet<ClientHttp2Session>();

/**
 * After a GOAWAY (renewal, drain) a connection takes no new calls and closes with its last one. Node does not send
 * pings on it, and grpc-js treats that as a broken connection: its next keepalive fails every running call
 * (grpc/grpc-node#3068, seen with 1.14.7). No values of the settings avoid this: keepalives would have to be rarer than
 * the maximum age of connections, and then could not detect frozen replicas. So here a ping on such a connection counts
 * as answered. If a replica freezes while it closes, the deadlines of its calls end them.
 */
export function keepDrainingConnections(): void {
  subscribe('http2.client.stream.created', (message) => {
    const { session } = (message as { stream: ClientHttp2Stream }).stream;
    if (!session || known.has(session as ClientHttp2Session)) return;
    known.add(session as ClientHttp2Session);
    answerWhenClosing(session as ClientHttp2Session);
  });
}

function answerWhenClosing(session: ClientHttp2Session): void {
  const ping = session.ping.bind(session) as (...args: unknown[]) => boolean;
  session.ping = (...args: unknown[]): boolean => {
    if (!session.closed || session.destroyed) return ping(...args);
    const answered = args.at(-1) as (error: Error | null, milliseconds: number, payload: Buffer) => void;
    setImmediate(answered, null, 0, Buffer.alloc(8));
    return true;
  };
}
