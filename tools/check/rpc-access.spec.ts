// What stands above the methods of controllers agrees with service.json, RPC by RPC: nobody gets through the one and not the
// other, and no RPC for services alone is open to people.
import { readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { allowedOf, rpcName, serviceName, type Allowed } from '@lastmile/grpc';
import { allDefinitions } from '@lastmile/testing';
import { readManifests } from '../launcher/manifests.js';
import { SERVICES } from './file-roles.cjs';

type Class = { readonly name: string; readonly prototype: Record<string, object | undefined> };
type Callers = ReturnType<typeof readManifests>[number]['callers'][string][string];

const definitions = allDefinitions();

/** The classes in the app's controller files. */
async function controllersOf(app: string): Promise<Class[]> {
  const files = readdirSync(`apps/${app}/src`, { recursive: true, encoding: 'utf8' }).filter((file) =>
    file.endsWith('.controller.ts'),
  );
  const modules = await Promise.all(files.map((file) => import(resolve(join('apps', app, 'src', file)))));
  return modules.flatMap((module: object) => Object.values(module) as Class[]);
}

/** For whom the RPC may be called at all. */
function audienceOf(callers: Callers): 'anybody' | 'people' | 'services' {
  const modes = callers === 'outside' ? ['anybody'] : Object.values(callers).flat();
  if (modes.includes('anybody')) return 'anybody';
  return modes.includes('person') ? 'people' : 'services';
}

function audienceAbove(allowed: Allowed | undefined): string {
  if (allowed === undefined) return 'nothing is written';
  if (typeof allowed === 'string') return allowed === 'anybody' ? 'anybody' : 'people';
  return allowed.some((role) => role !== 'service') ? 'people' : 'services';
}

it.each(SERVICES.map((app) => [app]))('%s', async (app) => {
  const { callers } = readManifests().find(({ name }) => name === app)!;
  const controllers = await controllersOf(app);
  const declared: Record<string, string> = {};
  const written: Record<string, string> = {};
  for (const [service, rpcs] of Object.entries(callers)) {
    // Served by a controller of libs/privacy, the same in every service.
    if (service === 'PrivacyService') continue;
    const definition = definitions.find((each) => serviceName(each).endsWith(`.${app}.v1.${service}`))!;
    for (const [name, method] of Object.entries(definition)) {
      const implementation = controllers.map(({ prototype }) => prototype[name]).find((each) => each !== undefined);
      declared[`${service}.${rpcName(method)}`] = audienceOf(rpcs[rpcName(method)]!);
      written[`${service}.${rpcName(method)}`] = audienceAbove(implementation && allowedOf(implementation));
    }
  }
  expect(Object.keys(declared).length).toBeGreaterThan(0);
  expect(written).toEqual(declared);
});
