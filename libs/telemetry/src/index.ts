export { createLogger, type Logger } from './logger.js';
export { NestLogger } from './nest-logger.js';
export { requestContext, requestIdOr, withRequestContext, type RequestContext } from './request-context.js';
