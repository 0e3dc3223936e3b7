// The admission of one of our services, from its service.json and the keys its environment names.
import { serviceVerifier, verifier } from '@lastmile/auth';
import type { JSONWebKeySet } from 'jose';
import { Access, readCallers, type CallerDeclarations } from './access.js';
import { Admission, PERSON_TOLERANCE_SECONDS } from './admission.js';
import type { RpcDefinition } from './definition.js';
import { keysFromUserService, personTokens } from './person-keys.js';
import { processIdentity } from './process-identity.js';

export interface ServiceAdmissionOptions {
  readonly service: string;
  readonly definitions: readonly RpcDefinition[];
  /** Who may call; default: `callers` in its service.json. */
  readonly callers?: CallerDeclarations;
  /** For the user service, which has the keys of access tokens at hand; the others ask it. */
  readonly ownKeys?: () => Promise<JSONWebKeySet>;
}

/** @throws ConfigError when keys are not set; Error when an RPC is not declared */
export function serviceAdmission(options: ServiceAdmissionOptions): Admission {
  const { service, definitions, callers, ownKeys } = options;
  const access = new Access(definitions, callers ?? readCallers(service));
  // The gateway's edge: callers from outside alone, whom its controllers identify themselves.
  if (access.services.size === 0) return new Admission({ access });
  const identity = processIdentity();
  const verifyService = serviceVerifier({
    audience: service,
    keysOf: (name) => identity.keysOf(name),
    callers: access.services,
  });
  if (!access.forPeople) return new Admission({ access, verifyService });
  const people = identity.personTokens ?? personTokens(ownKeys ?? keysFromUserService(service));
  const verifyPerson = verifier({ ...people, clockToleranceSeconds: PERSON_TOLERANCE_SECONDS });
  return new Admission({ access, verifyService, verifyPerson });
}
