// Binds a controller's methods to the RPCs of the same names.
import { Controller } from '@nestjs/common';
import { GrpcMethod, GrpcStreamCall } from '@nestjs/microservices';
import { serviceName, type RpcDefinition, type RpcHandlers } from './definition.js';

/**
 * Class decorator: every method of `definition` is served by the class's method of the same name. A missing one is a
 * type error, and an exception at load time for those who got around the types.
 */
export function RpcController<D extends RpcDefinition>(definition: D) {
  const service = serviceName(definition);
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- constructors take whatever Nest injects
  return (target: new (...dependencies: any[]) => RpcHandlers<D>): void => {
    Controller()(target);
    for (const [name, method] of Object.entries(definition)) {
      const descriptor = Object.getOwnPropertyDescriptor(target.prototype, name);
      if (!descriptor) throw new TypeError(`${target.name} does not implement ${method.path}`);
      const bind = method.requestStream ? GrpcStreamCall : GrpcMethod;
      bind(service, name)(target.prototype as object, name, descriptor);
    }
  };
}
