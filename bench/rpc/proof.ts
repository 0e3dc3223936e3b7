// What proving callers adds to the calls of a Match: our own tokens on the calling side, our own admission on the other.
import { Metadata } from '@grpc/grpc-js';
import { publicKeysOf, ServiceTokens, serviceVerifier, type ServiceJwk } from '@lastmile/auth';
import {
  DriverServiceService,
  RiderServiceService,
  StationServiceService,
  TripServiceService,
} from '@lastmile/contracts';
import { Access, Admission, readCallers } from '@lastmile/grpc';
import { createLocalJWKSet } from 'jose';

/** Who makes a Match's calls. */
const CALLER = 'matching';
/** One bare server answers for all services that a Match calls. */
const CALLEE = 'bare-server';

export interface Proof {
  readonly key: ServiceJwk;
  /** `warm`: tokens are signed and verified once, as in a running service; `cold`: for every call anew. */
  readonly kind: 'warm' | 'cold';
}

/** Lets in what the four services would let in. */
export function admissionOf(callerKey: ServiceJwk): Admission {
  const definitions = [DriverServiceService, RiderServiceService, StationServiceService, TripServiceService];
  const declared = ['driver', 'rider', 'station', 'trip'].map((service) => readCallers(service));
  const keys = createLocalJWKSet(publicKeysOf([callerKey]));
  return new Admission({
    access: new Access(definitions, Object.assign({}, ...declared) as ReturnType<typeof readCallers>),
    verifyService: serviceVerifier({ audience: CALLEE, keysOf: () => keys, callers: new Set([CALLER]) }),
  });
}

/** The metadata of one call after the other, as a service sends it on its own account. */
export function proving({ key, kind }: Proof): () => Metadata {
  const newTokens = () => new ServiceTokens({ service: CALLER, keys: () => [key] });
  const kept = newTokens();
  return () => {
    const metadata = new Metadata();
    metadata.set('lastmile-service-token', (kind === 'warm' ? kept : newTokens()).for(CALLEE));
    metadata.set('lastmile-for-itself', '1');
    return metadata;
  };
}
