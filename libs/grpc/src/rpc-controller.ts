// Binds a controller's methods to the RPCs of the same names.
import { Controller } from '@nestjs/common';
import { GrpcMethod, GrpcStreamCall } from '@nestjs/microservices';
import { allowedOf } from './allow.js';
import { serviceName, type RpcDefinition, type RpcHandlers } from './definition.js';

/**
 * Class decorator: every method of `definition` is served by the class's method with the same name. A missing method is
 * a type error, and an exception when the class is loaded. If one method has an access decorator (`allow.ts`), all must
 * have one: a missing one is an exception when the class is loaded.
 */
export function RpcController<D extends RpcDefinition>(definition: D) {
  const service = serviceName(definition);
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- constructors take whatever Nest injects
  return (target: new (...dependencies: any[]) => RpcHandlers<D>): void => {
    Controller()(target);
    requireAllOrNone(target.prototype as object, definition);
    for (const [name, method] of Object.entries(definition)) {
      const descriptor = Object.getOwnPropertyDescriptor(target.prototype, name);
      if (!descriptor) throw new TypeError(`${target.name} does not implement ${method.path}`);
      const bind = method.requestStream ? GrpcStreamCall : GrpcMethod;
      bind(service, name)(target.prototype as object, name, descriptor);
    }
  };
}

/** @throws TypeError when some methods have an access decorator, and others have none */
function requireAllOrNone(prototype: object, definition: RpcDefinition): void {
  const methods = prototype as Record<string, object | undefined>;
  const open = Object.keys(definition).filter((name) => methods[name] && !allowedOf(methods[name]));
  if (open.length === 0 || open.length === Object.keys(definition).length) return;
  throw new TypeError(`${prototype.constructor.name} does not say who may call ${open.join(', ')}`);
}
