export { asService, requireRole, requireSelf } from '@lastmile/auth';
export { Access, readCallers, type CallerDeclarations } from './access.js';
export { AllowAnybody, allowedOf, AllowRoles, SignedIn, type Allowed } from './allow.js';
export { Admission, type Admitted } from './admission.js';
export { bootstrap, type Running } from './bootstrap.js';
export { callContext, runAs, withCallContext, type CallContext } from './call-context.js';
export { createClient, type CallOptions, type ClientOptions, type RpcClient } from './client.js';
export {
  calleeOf,
  rpcName,
  serviceName,
  type RequestOf,
  type ResponseOf,
  type RpcDefinition,
  type RpcHandlers,
} from './definition.js';
export { drain } from './drain.js';
export { ErrorFilter } from './error-filter.js';
export * from './fields.js';
export { healthClient, type HealthClient } from './health-client.js';
export { callerOf, maybeCallerOf, requestIdOf } from './metadata.js';
export { decodePageToken, encodePageToken, pageOf } from './page-token.js';
export { parse } from './parse.js';
export { personTokens, type People } from './person-keys.js';
export { RevocationFeed, revocationsOf, type ReadRevocations, type RevocationPage } from './revocation-feed.js';
export {
  identityFromEnv,
  ownAccessToken,
  processIdentity,
  useIdentity,
  type PersonTokens,
  type ProcessIdentity,
} from './process-identity.js';
export { processTls, tlsFromEnv } from './process-tls.js';
export { clientToken, InjectClient, provideClient } from './provide-client.js';
export { RpcController } from './rpc-controller.js';
export { RpcServer, type RpcServerOptions } from './rpc-server.js';
export { serviceAdmission } from './service-admission.js';
export { drainKeys, listenKeys, serve, serverKeys, type RunningService, type ServeOptions } from './serve.js';
export { StartupError } from './startup-error.js';
export { fromStatus, fromStatusMessage, toDomainError, toStatus, toStatusMessage } from './status.js';
export { isAddress } from './target.js';
export { TlsFiles, type TlsPaths } from './tls-files.js';
