import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import * as contracts from '@lastmile/contracts';
import { serviceName, type RpcDefinition, type RpcMethod } from './definition.js';
import { isIdempotent } from './idempotency.js';
import { channelOptions } from './service-config.js';

const definitions = Object.entries(contracts)
  .filter(([name]) => name.endsWith('ServiceService'))
  .map(([, definition]) => definition as unknown as RpcDefinition);
const isUnary = (method: RpcMethod) => !method.requestStream && !method.responseStream;

/** docs/balancing.md says for each why a repeat would be wrong. */
const ONCE = [
  'LimitService/UsePoints',
  'NotificationService/UnregisterDevice',
  'PrivacyService/ExportPerson',
  'TripService/ShareTrip',
  'UserService/LoginUser',
  'UserService/RequestPasswordReset',
  'UserService/ResetPassword',
];

test('every other unary call may be repeated', () => {
  const once = definitions
    .flatMap((definition) => Object.values(definition))
    .filter((method) => isUnary(method) && !isIdempotent(method))
    .map(({ path }) => path.slice(path.lastIndexOf('.') + 1));
  expect(once).toContain('UserService/LoginUser');
  expect(once.filter((name) => !ONCE.includes(name))).toEqual([]);
});

test('every idempotent unary call of every service is retried, and nothing else', () => {
  for (const definition of definitions) {
    const config = JSON.parse(channelOptions(definition)['grpc.service_config']!) as {
      methodConfig: { name: { service: string; method: string }[] }[];
    };
    const retried = config.methodConfig.flatMap(({ name }) => name.map(({ method }) => method));
    const idempotent = Object.values(definition).filter((method) => isUnary(method) && isIdempotent(method));
    expect(retried).toEqual(idempotent.map(({ path }) => path.split('/')[2]));
    expect(config.methodConfig[0]!.name.every(({ service }) => service === serviceName(definition))).toBe(true);
  }
});

test('docs/balancing.md names those that are made once', () => {
  const text = readFileSync(fileURLToPath(new URL('../../../docs/balancing.md', import.meta.url)), 'utf8');
  expect([...text.matchAll(/^- `(\w+\/\w+)`:/gm)].map(([, name]) => name)).toEqual(ONCE);
});
