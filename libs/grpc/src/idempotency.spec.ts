import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { allDefinitions } from '@lastmile/testing';
import { serviceName, type RpcMethod } from './definition.js';
import { isIdempotent } from './idempotency.js';
import { MAY_BE_REPEATED, WITH_REQUEST_ID } from '../test/repeatable-calls.js';
import { channelOptions } from './service-config.js';

const definitions = allDefinitions();
const isUnary = (method: RpcMethod) => !method.requestStream && !method.responseStream;

/** docs/balancing.md says for each of these why a repeat would be wrong. */
const ONCE = [
  'LimitService/UsePoints',
  'NotificationService/UnregisterDevice',
  'PrivacyService/ExportPerson',
  'SecondFactorService/BeginSecondFactor',
  'SecondFactorService/ConfirmSecondFactor',
  'SecondFactorService/RemoveSecondFactor',
  'SecondFactorService/RenewRecoveryCodes',
  'SecondFactorService/ResetSecondFactor',
  'TripService/ShareTrip',
  'UserService/LoginUser',
  'UserService/RequestPasswordReset',
  'UserService/ResetPassword',
];

const nameOf = ({ path }: RpcMethod): string => path.slice(path.lastIndexOf('.') + 1);
const unary = definitions.flatMap((definition) => Object.values(definition)).filter(isUnary);

test('a unary call may be repeated when it stands in the list of those that may, and only then', () => {
  const repeated = unary.filter(isIdempotent).map(nameOf);
  expect(repeated.toSorted()).toEqual(MAY_BE_REPEATED.toSorted());
});

test('every other unary call is one that is known to be made once', () => {
  const once = unary.filter((method) => !isIdempotent(method)).map(nameOf);
  expect(once.toSorted()).toEqual(ONCE.toSorted());
});

test('what is recognised by its request id has one in its contract', () => {
  const withRequestId = unary.filter(({ path }) => requestHas(path, 'request_id')).map(nameOf);
  expect(withRequestId.toSorted()).toEqual(WITH_REQUEST_ID.toSorted());
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

/** Read from proto/, because the code itself uses generated types. `path`: `/lastmile.trip.v1.TripService/OpenRoute`. */
function requestHas(path: string, field: string): boolean {
  const [, service = '', rpc = ''] = path.split('/');
  const folder = new URL(`../../../proto/${service.split('.').slice(0, -1).join('/')}/`, import.meta.url);
  const texts = readdirSync(folder).map((file) => readFileSync(new URL(file, folder), 'utf8'));
  const request = new RegExp(`^message ${rpc}Request \\{([^]*?)^\\}`, 'm');
  const body = texts.map((text) => request.exec(text)?.[1]).find((found) => found !== undefined) ?? '';
  return new RegExp(`\\b${field} = `).test(body);
}
