export { DomainError, isDomainError, type ErrorKind } from './domain-error.js';
export {
  aborted,
  failedPrecondition,
  invalidArgument,
  notFound,
  permissionDenied,
  unauthenticated,
} from './shorthands.js';
