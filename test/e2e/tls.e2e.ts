// The whole platform with TLS between its services: a ride from sign-up to the rating, certificates that are renewed meanwhile,
// and who does not get in.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client, credentials, status, type ServiceError } from '@grpc/grpc-js';
import { CertificateAuthority, tlsEnv, waitFor } from '@lastmile/testing';
import { service as health } from 'grpc-health-check';
import { signInOperator } from '../../tools/flow/operator.js';
import { takeARide } from '../../tools/flow/ride.js';
import { readManifests } from '../../tools/launcher/manifests.js';
import { OPERATOR, startCity, type E2eCity } from './city.js';

const services = readManifests().map(({ name }) => name);
/** Of the gateway gRPC is for callers from outside. */
const inner = services.filter((name) => name !== 'gateway');

let city: E2eCity;
let directory: string;
let ca: CertificateAuthority;

beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'lastmile-certificates-'));
  ca = await CertificateAuthority.create();
  const env = async (name: string) => [name, tlsEnv(await ca.write(directory, name))] as const;
  const envOf = Object.fromEntries(await Promise.all(services.map(env)));
  // This process imports the timetable.
  Object.assign(process.env, (await env('import'))[1]);
  // Long enough for a busy machine to accept an offer in time.
  city = await startCity(10, { envOf: { ...envOf, trip: { ...envOf.trip, OFFER_SECONDS: '600' } } });
}, 120_000);
afterAll(async () => {
  await city?.destroy();
  rmSync(directory, { recursive: true, force: true });
}, 60_000);

/** The status that a health check gets at each service. */
function checkAll(by: ReturnType<typeof credentials.createSsl>, meaning?: string): Promise<[string, string][]> {
  const check = health.Check!;
  const asked = inner.map(async (name): Promise<[string, string]> => {
    const address = city.platform.addressOf(name).split(',')[0]!;
    const channel = new Client(address, by, { 'grpc.ssl_target_name_override': meaning ?? name });
    const code = await new Promise<status>((resolve) => {
      const done = (error: ServiceError | null) => resolve(error?.code ?? status.OK);
      const { path, requestSerialize, responseDeserialize } = check;
      const options = { deadline: Date.now() + 30_000 };
      channel.makeUnaryRequest(path, requestSerialize, responseDeserialize, { service: '' }, options, done);
    });
    channel.close();
    return [name, status[code]];
  });
  return Promise.all(asked);
}
const all = (answer: string): [string, string][] => inner.map((name) => [name, answer]);

it('takes a ride from sign-up to the rating', async () => {
  const signal = AbortSignal.timeout(80_000);
  const url = city.platform.baseUrl;
  const operator = await signInOperator(url, OPERATOR, signal);
  const told: string[] = [];
  await takeARide(operator, { url, signal, say: (line) => told.push(line) }).catch((error: unknown) => {
    throw new Error(`after "${told.at(-1)}"`, { cause: error });
  });
  expect(told.at(-1)).toBe('the inbox tells the whole story');
});

it('answers whoever shows a certificate of its CA and means the right service, and nobody else', async () => {
  const pem = ({ key, cert }: { key: string; cert: string }, root = ca.cert) =>
    credentials.createSsl(Buffer.from(root), Buffer.from(key), Buffer.from(cert));
  const ours = pem(await ca.issue(['import']));
  expect(await checkAll(ours)).toEqual(all('OK'));
  expect(await checkAll(ours, 'import')).toEqual(all('UNAVAILABLE'));
  expect(await checkAll(credentials.createInsecure())).toEqual(all('UNAVAILABLE'));
  expect(await checkAll(credentials.createSsl(Buffer.from(ca.cert)))).toEqual(all('UNAVAILABLE'));
  const stranger = await CertificateAuthority.create();
  expect(await checkAll(pem(await stranger.issue(['import'])))).toEqual(all('UNAVAILABLE'));
});

it('shows a renewed certificate without a restart, and is ready all the while', async () => {
  const port = city.platform.ports.grpc.trip![0]!;
  const shown = () => ca.serialShownAt(port, 'trip');
  const before = await shown();
  for (const name of services) await ca.write(directory, name);
  await waitFor(async () => (await shown()) !== before, { what: "trip's new certificate" });
  expect((await fetch(`${city.platform.baseUrl}/readyz`)).status).toBe(200);
});
