// Every RPC of every contract names its callers, and only services that are declared to call its service, or tools of ours.
import { Access, serviceName, type RpcDefinition } from '@lastmile/grpc';
import { allDefinitions } from '@lastmile/testing';
import { readManifests } from '../launcher/manifests.js';
import { CALLING_TOOLS } from '../service-keys/key-files.js';

const manifests = readManifests();
/** Of all contracts, by the last word of their names. */
const definitions = new Map(
  allDefinitions().map((definition) => [serviceName(definition).split('.').at(-1)!, definition]),
);
const served = new Set<string>();

describe.each(manifests.map((manifest) => [manifest.name, manifest] as const))('%s', (name, { callers }) => {
  it('declares every RPC it serves, and no other', () => {
    const own = Object.keys(callers).map((service) => definitions.get(service));
    expect(own).not.toContain(undefined);
    expect(() => new Access(own as RpcDefinition[], callers)).not.toThrow();
    Object.keys(callers).forEach((service) => served.add(service));
  });

  it('is called by those alone who declare it', () => {
    const declared = Object.values(callers).flatMap((rpcs) => Object.values(rpcs));
    const calling = new Set(declared.flatMap((each) => (each === 'outside' ? [] : Object.keys(each))));
    const allowed = manifests.filter(({ calls }) => calls.includes(name)).map((manifest) => manifest.name);
    const tools: readonly string[] = CALLING_TOOLS;
    expect([...calling].filter((caller) => !allowed.includes(caller) && !tools.includes(caller))).toEqual([]);
    // The gateway asks every service for its health, which is open to all.
    expect(allowed.filter((caller) => !calling.has(caller) && caller !== 'gateway')).toEqual([]);
  });
});

it('every contract is served by somebody', () => {
  expect([...definitions.keys()].filter((service) => !served.has(service))).toEqual([]);
  expect([...definitions.values()].flatMap((definition) => Object.keys(definition)).length).toBeGreaterThan(80);
});
