// Which services may call which RPC, and on whose behalf, as declared in `callers` of `apps/<service>/service.json`.
// Pure, except for `readAccess`.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { DomainError } from '@lastmile/errors';
import { z } from 'zod';
import { rpcName, serviceName, type RpcDefinition } from './definition.js';

/**
 * On whose behalf a service calls: `person`, a signed-in person whose access token is sent along; `anybody`, a person
 * or nobody; `itself`, no person.
 */
const MODES = ['person', 'anybody', 'itself'] as const;
export type CallMode = (typeof MODES)[number];
/** On whose behalf one call is made. */
export type ActingFor = 'person' | 'nobody' | 'itself';

const mode = z.enum(MODES);
const callers = z.union([
  // RPCs of the gateway: its callers are outside, and the controller identifies them.
  z.literal('outside'),
  z.record(z.string(), z.union([mode, z.array(mode).min(1)])),
]);
const declaration = z.object({ callers: z.record(z.string(), z.record(z.string(), callers)) });

/** `apps/` of the checkout or build this code runs from. */
const APPS_DIRECTORY = fileURLToPath(new URL('../../../apps', import.meta.url));

/** By service (`TripService`), RPC and calling service. */
export type CallerDeclarations = z.infer<typeof declaration>['callers'];

type Allowed = 'outside' | ReadonlyMap<string, ReadonlySet<CallMode>>;

export class Access {
  private readonly byPath = new Map<string, Allowed>();

  /** @throws Error when an RPC of `definitions` is not declared, or a declared RPC does not exist */
  constructor(definitions: readonly RpcDefinition[], declared: CallerDeclarations) {
    const unknown = new Set<string>();
    for (const definition of definitions) {
      const service = serviceName(definition).split('.').at(-1)!;
      for (const rpc of Object.keys(declared[service] ?? {})) unknown.add(`${service}.${rpc}`);
      for (const method of Object.values(definition)) {
        const name = `${service}.${rpcName(method)}`;
        const allowed = declared[service]?.[rpcName(method)];
        if (!allowed) throw new Error(`service.json: nobody is declared as a caller of ${name}`);
        unknown.delete(name);
        this.byPath.set(method.path, allowedOf(allowed));
      }
    }
    if (unknown.size > 0) throw new Error(`service.json: callers of ${[...unknown].join(', ')}, which nobody serves`);
  }

  /** Every service that may call any RPC. */
  get services(): ReadonlySet<string> {
    return new Set(this.lists().flatMap((allowed) => [...allowed.keys()]));
  }

  /** Whether any RPC may be called on behalf of a person. */
  get forPeople(): boolean {
    return this.lists().some((allowed) =>
      [...allowed.values()].some((modes) => modes.has('person') || modes.has('anybody')),
    );
  }

  /** Whether the RPC is for callers from outside, whom the controller identifies. */
  isOutside(path: string): boolean {
    return this.byPath.get(path) === 'outside';
  }

  /**
   * @throws DomainError permission_denied CALLER_NOT_DECLARED; unauthenticated CALLER_MISSING where a person is
   * required
   */
  require(path: string, service: string, actingFor: ActingFor): void {
    const allowed = this.byPath.get(path);
    const modes =
      allowed instanceof Map ? (allowed as ReadonlyMap<string, ReadonlySet<CallMode>>).get(service) : undefined;
    if (!modes) throw notDeclared(`${service} may not call ${nameOf(path)}`);
    if (actingFor === 'itself' ? modes.has('itself') : modes.has('anybody')) return;
    if (actingFor === 'person' && modes.has('person')) return;
    if (actingFor === 'nobody') throw new DomainError('unauthenticated', 'CALLER_MISSING', 'this call needs a caller');
    throw notDeclared(`${service} may not call ${nameOf(path)} for ${actingFor === 'itself' ? 'itself' : 'a person'}`);
  }

  private lists(): ReadonlyMap<string, ReadonlySet<CallMode>>[] {
    return [...this.byPath.values()].filter((allowed) => allowed !== 'outside');
  }
}

/** Reads the declarations of a service. @throws Error when its service.json has none, or invalid ones */
export function readCallers(service: string, appsDirectory = APPS_DIRECTORY): CallerDeclarations {
  const file = join(appsDirectory, service, 'service.json');
  return declaration.parse(JSON.parse(readFileSync(file, 'utf8'))).callers;
}

const allowedOf = (declared: z.infer<typeof callers>): Allowed =>
  declared === 'outside'
    ? declared
    : new Map(Object.entries(declared).map(([service, modes]) => [service, new Set([modes].flat())]));

const nameOf = (path: string): string => path.slice(path.lastIndexOf('.') + 1).replace('/', '.');

const notDeclared = (message: string): DomainError =>
  new DomainError('permission_denied', 'CALLER_NOT_DECLARED', message);
