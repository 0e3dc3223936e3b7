// Authenticates the caller of an RPC before its handler runs: the calling service by its own token, the person by
// theirs.
import type { Metadata } from '@grpc/grpc-js';
import {
  asService,
  bearerToken,
  CachedVerifier,
  sessionRevoked,
  type Caller,
  type Identity,
  type ServiceIdentity,
} from '@lastmile/auth';
import { unauthenticated } from '@lastmile/errors';
import type { Access } from './access.js';
import type { RevocationFeed } from './revocation-feed.js';
import { admit, authorizationOf, isForItself, serviceTokenOf } from './metadata.js';

/** A call that was admitted. */
export interface Admitted {
  /** Undefined when nobody is signed in and the RPC allows that. */
  readonly caller?: Caller;
  /** Undefined for calls from outside, whose caller is identified by the gateway's controller. */
  readonly service?: string;
  /** The identity of a person's call: their streams end when their access token expires. */
  readonly person?: Identity;
}

export interface AdmissionOptions {
  readonly access: Access;
  /** Undefined in the gateway, which no service calls. */
  readonly verifyService?: (token: string) => Promise<ServiceIdentity>;
  /** Undefined in services that are never called on behalf of a person. */
  readonly verifyPerson?: (token: string) => Promise<Identity>;
  /** Revoked tokens that have not expired. Undefined in the gateway, which checks revocations itself. */
  readonly revocations?: RevocationFeed;
}

interface OpenStream {
  readonly person: Identity;
  readonly end: (error: unknown) => void;
}

/**
 * How long after its expiry services still accept an access token. The gateway allows 5 s, so services accept
 * everything the gateway has accepted: no unary call waits longer than 10 s.
 */
export const PERSON_TOLERANCE_SECONDS = 20;
const SERVICE_TOLERANCE_SECONDS = 5;

export class Admission {
  private readonly services: CachedVerifier<ServiceIdentity>;
  private readonly people: CachedVerifier<Identity>;
  /** Open streams of people. */
  private readonly streams = new Set<OpenStream>();

  constructor(private readonly options: AdmissionOptions) {
    const { verifyService = nobodyExpected, verifyPerson = nobodyExpected } = options;
    this.services = new CachedVerifier(verifyService, { most: 1_000, toleranceSeconds: SERVICE_TOLERANCE_SECONDS });
    this.people = new CachedVerifier(verifyPerson, { toleranceSeconds: PERSON_TOLERANCE_SECONDS });
    options.revocations?.onAdded(() => this.endRevoked());
  }

  /** Resolves when the revoked tokens are known; undefined where there is nothing to wait for. */
  get ready(): Promise<void> | undefined {
    return this.options.revocations?.ready;
  }

  /** Starts to load revoked tokens. Until they are loaded, calls of people are refused as unavailable. */
  start(): void {
    this.options.revocations?.start();
  }

  stop(): void {
    this.options.revocations?.stop();
  }

  /** Calls `end` when the token of a person's open stream is revoked. Returns a function that stops this. */
  onRevoked(person: Identity, end: (error: unknown) => void): () => void {
    const stream = { person, end };
    this.streams.add(stream);
    return () => void this.streams.delete(stream);
  }

  /**
   * Admits a call of the RPC `path` and records its caller for `callerOf`. Returns no promise for cached tokens.
   *
   * Throws unauthenticated SERVICE_TOKEN_MISSING, SERVICE_TOKEN_INVALID, SERVICE_TOKEN_EXPIRED, TOKEN_INVALID,
   * TOKEN_EXPIRED, SESSION_REVOKED, CALLER_MISSING; permission_denied CALLER_NOT_DECLARED; unavailable when keys or the
   * first list of revocations cannot be loaded.
   */
  admit(path: string, metadata: Metadata): Admitted | Promise<Admitted> {
    const { access } = this.options;
    if (access.isOutside(path)) return {};
    const serviceToken = serviceTokenOf(metadata);
    if (serviceToken === undefined) {
      throw unauthenticated('SERVICE_TOKEN_MISSING', 'only our own services may call here');
    }
    const authorization = authorizationOf(metadata);
    const personToken = bearerToken(authorization);
    if (authorization !== undefined && personToken === undefined) {
      throw unauthenticated('TOKEN_INVALID', 'the access token is not valid');
    }
    const service = this.services.known(serviceToken);
    const person = personToken === undefined ? undefined : this.people.known(personToken);
    const isKnown = personToken === undefined || (person && this.options.revocations?.isReady !== false);
    if (service && isKnown) return this.decide(path, metadata, service, person);
    return this.verify(path, metadata, serviceToken, personToken);
  }

  private async verify(path: string, metadata: Metadata, serviceToken: string, personToken?: string) {
    const service = await this.services.verify(serviceToken);
    // Checked before the person's token, so that a caller without access causes no signature check.
    this.options.access.require(path, service.service, actingFor(metadata, personToken));
    const person = personToken === undefined ? undefined : await this.people.verify(personToken);
    if (person) await this.options.revocations?.require();
    return this.decide(path, metadata, service, person);
  }

  private decide(path: string, metadata: Metadata, { service }: ServiceIdentity, person?: Identity): Admitted {
    const mode = actingFor(metadata, person?.accessToken);
    this.options.access.require(path, service, mode);
    if (mode === 'nobody') return { service };
    if (person && this.options.revocations?.isRevoked(person)) throw sessionRevoked();
    const caller: Caller = person ? { ...person, service } : asService(service);
    admit(metadata, caller);
    return { caller, service, person };
  }

  private endRevoked(): void {
    for (const { person, end } of [...this.streams]) {
      if (this.options.revocations!.isRevoked(person)) end(sessionRevoked());
    }
  }
}

const actingFor = (metadata: Metadata, personToken: string | undefined) => {
  if (personToken !== undefined) return 'person';
  return isForItself(metadata) ? 'itself' : 'nobody';
};

const nobodyExpected = (): Promise<never> =>
  Promise.reject(unauthenticated('TOKEN_INVALID', 'tokens of this kind are not expected here'));
