// Creates the admission of one of our services, from its service.json and the keys in its environment.
import { serviceVerifier, verifier } from '@lastmile/auth';
import { createLogger, type Logger } from '@lastmile/telemetry';
import { Access, readCallers, type CallerDeclarations } from './access.js';
import { Admission, PERSON_TOLERANCE_SECONDS } from './admission.js';
import type { RpcDefinition } from './definition.js';
import { peopleFromUserService, personTokens, type People } from './person-keys.js';
import { processIdentity } from './process-identity.js';
import { RevocationFeed } from './revocation-feed.js';

export interface ServiceAdmissionOptions {
  readonly service: string;
  readonly definitions: readonly RpcDefinition[];
  /** Who may call; default: `callers` in its service.json. */
  readonly callers?: CallerDeclarations;
  /** For the user service, which has keys and revocations itself; the others call it. */
  readonly ownPeople?: People;
  readonly logger?: Logger;
}

/** @throws ConfigError when keys are not set; Error when an RPC is not declared */
export function serviceAdmission(options: ServiceAdmissionOptions): Admission {
  const { service, definitions, callers, ownPeople, logger = createLogger({ service }) } = options;
  const access = new Access(definitions, callers ?? readCallers(service));
  // The gateway: all callers are from outside, and its controllers identify them.
  if (access.services.size === 0) return new Admission({ access });
  const identity = processIdentity();
  const verifyService = serviceVerifier({
    audience: service,
    keysOf: (name) => identity.keysOf(name),
    callers: access.services,
  });
  if (!access.forPeople) return new Admission({ access, verifyService });
  // With given keys of people, as in tests, no user service is needed.
  const people = ownPeople ?? (identity.personTokens ? undefined : peopleFromUserService(service));
  const tokens = identity.personTokens ?? personTokens(() => people!.keys());
  const verifyPerson = verifier({ ...tokens, clockToleranceSeconds: PERSON_TOLERANCE_SECONDS });
  const revocations = people && new RevocationFeed((request) => people.revocations(request), logger);
  return new Admission({ access, verifyService, verifyPerson, revocations });
}
