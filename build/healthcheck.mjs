// Exit status 0 when the service in this container says that it is serving (gRPC health protocol); for the gateway, when it
// reaches every service behind it (HTTP). What ends by itself has no health of its own.
/* global fetch, AbortSignal */
import { existsSync, readFileSync } from 'node:fs';
import { Client, credentials } from '@grpc/grpc-js';
import { service } from 'grpc-health-check';

const TIMEOUT_MS = 2_000;
const { SERVICE, GRPC_PORT, HTTP_PORT } = process.env;
const manifest = new URL(`./dist/apps/${SERVICE}/service.json`, import.meta.url);
const exit = (healthy) => process.exit(healthy ? 0 : 1);

if (!existsSync(manifest)) exit(true);
else if (SERVICE === 'gateway') askHttp(HTTP_PORT || 8082);
else askGrpc(GRPC_PORT || JSON.parse(readFileSync(manifest, 'utf8')).port);

function askHttp(port) {
  const signal = AbortSignal.timeout(TIMEOUT_MS);
  fetch(`http://127.0.0.1:${port}/readyz`, { signal }).then(
    ({ ok }) => exit(ok),
    () => exit(false),
  );
}

function askGrpc(port) {
  const { path, requestSerialize, responseDeserialize } = service.Check;
  new Client(`127.0.0.1:${port}`, credentials.createInsecure()).makeUnaryRequest(
    path,
    requestSerialize,
    responseDeserialize,
    { service: '' },
    { deadline: Date.now() + TIMEOUT_MS },
    (error, reply) => exit(!error && reply?.status === 'SERVING'),
  );
}
