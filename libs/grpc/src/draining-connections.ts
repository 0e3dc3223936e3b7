// Lets calls in flight finish on a connection that the server closes in order.
import { subscribe } from 'node:diagnostics_channel';
import type { ClientHttp2Session, ClientHttp2Stream } from 'node:http2';

const known = new WeakSet<ClientHttp2Session>();

/**
 * From its GOAWAY on (a renewal, a drain) a connection takes no new calls and closes with its last one. Node sends no ping on it,
 * and grpc-js takes that for a connection that broke: its next keepalive fails every call in flight (grpc/grpc-node#3068, seen
 * with 1.14.7). No pair of values helps: pings would have to be rarer than connections get old, and then find no frozen replica.
 * So a ping on such a connection counts as answered. A replica that freezes while it closes is found out by its calls' deadlines.
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
