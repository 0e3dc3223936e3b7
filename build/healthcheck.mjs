// Exit status 0 when the service in this container says that it is serving (gRPC health protocol); for the gateway, when it
// reaches every service behind it (HTTP). What ends by itself has no health of its own.
//
// It runs every few seconds beside every service: without a gRPC library it costs a third of the processor time (50 ms).
/* global fetch, AbortSignal, Buffer */
import { existsSync, readFileSync } from 'node:fs';
import { connect } from 'node:http2';

const TIMEOUT_MS = 4_000;
/** A HealthCheckResponse with status SERVING: flags, length, then field 1 = 1. */
const SERVING = Buffer.from([0, 0, 0, 0, 2, 8, 1]);
/** A HealthCheckRequest for the server as a whole: an empty message. */
const REQUEST = Buffer.alloc(5);

const { SERVICE, GRPC_PORT, HEALTH_PORT, HTTP_PORT } = process.env;
const manifest = new URL(`./dist/apps/${SERVICE}/service.json`, import.meta.url);
const exit = (healthy) => process.exit(healthy ? 0 : 1);

if (!existsSync(manifest)) exit(true);
else if (SERVICE === 'gateway') askHttp(HTTP_PORT || 8082);
// Where TLS is on the service's own port asks for a certificate.
else askGrpc(HEALTH_PORT || GRPC_PORT || JSON.parse(readFileSync(manifest, 'utf8')).port);

function askHttp(port) {
  const signal = AbortSignal.timeout(TIMEOUT_MS);
  fetch(`http://127.0.0.1:${port}/readyz`, { signal }).then(
    ({ ok }) => exit(ok),
    () => exit(false),
  );
}

function askGrpc(port) {
  const session = connect(`http://127.0.0.1:${port}`, { timeout: TIMEOUT_MS });
  session.once('error', () => exit(false)).once('timeout', () => exit(false));
  const call = session.request({
    ':method': 'POST',
    ':path': '/grpc.health.v1.Health/Check',
    'content-type': 'application/grpc',
    te: 'trailers',
  });
  const chunks = [];
  call.on('data', (chunk) => chunks.push(chunk));
  call.once('end', () => exit(Buffer.concat(chunks).equals(SERVING)));
  call.once('error', () => exit(false));
  call.end(REQUEST);
}
