// A double of a service behind real gRPC: it answers the callers that the real one would accept, with plain functions.
import { Server, ServerCredentials, type sendUnaryData, type ServerUnaryCall } from '@grpc/grpc-js';
import type { Caller } from '@lastmile/auth';
import { DomainError } from '@lastmile/errors';
import {
  calleeOf,
  maybeCallerOf,
  serviceAdmission,
  toStatus,
  type RequestOf,
  type ResponseOf,
  type RpcDefinition,
} from '@lastmile/grpc';

type UnaryNames<D extends RpcDefinition> = {
  [K in keyof D]: D[K] extends { requestStream: false; responseStream: false } ? K : never;
}[keyof D];

/** Handlers of some of a service's unary RPCs; throw a DomainError to refuse. All other RPCs fail as `internal`. */
export type DoubleHandlers<D extends RpcDefinition> = {
  [K in UnaryNames<D>]?: (
    request: RequestOf<D[K]>,
    caller: Caller | undefined,
  ) => ResponseOf<D[K]> | Promise<ResponseOf<D[K]>>;
};

export interface ServiceDouble {
  /** For the `<SERVICE>_ADDRESS` of the tested service. */
  readonly address: string;
  stop(): void;
}

/** Handlers may be replaced in `handlers` while it runs. `definition` may combine several services of one process. */
export async function startDouble<D extends RpcDefinition>(
  definition: D,
  handlers: DoubleHandlers<D>,
): Promise<ServiceDouble> {
  const server = new Server();
  const admission = serviceAdmission({ service: calleeOf(definition), definitions: byService(definition) });
  const unary = Object.entries(definition).filter(([, method]) => !method.requestStream && !method.responseStream);
  const implementation = Object.fromEntries(
    unary.map(([name]) => [
      name,
      (call: ServerUnaryCall<unknown, unknown>, callback: sendUnaryData<unknown>) => {
        const handler = (handlers as Record<string, ((...args: unknown[]) => unknown) | undefined>)[name];
        const answer = async () => {
          await admission.admit(definition[name]!.path, call.metadata);
          if (!handler) throw new DomainError('internal', 'NOT_DOUBLED', `the test has no answer for ${name}`);
          return handler(call.request, maybeCallerOf(call.metadata));
        };
        answer().then(
          (reply) => callback(null, reply),
          (error: unknown) => callback(toStatus(error)),
        );
      },
    ]),
  );
  server.addService(Object.fromEntries(unary), implementation);
  const port = await new Promise<number>((resolve, reject) =>
    server.bindAsync('127.0.0.1:0', ServerCredentials.createInsecure(), (error, bound) =>
      error ? reject(error) : resolve(bound),
    ),
  );
  return { address: `ipv4:127.0.0.1:${port}`, stop: () => server.forceShutdown() };
}

/** `/lastmile.user.v1.UserService/GetUser` belongs to `lastmile.user.v1.UserService`. */
function byService(definition: RpcDefinition): RpcDefinition[] {
  const services = new Map<string, [string, RpcDefinition[string]][]>();
  for (const entry of Object.entries(definition)) {
    const service = entry[1].path.split('/')[1]!;
    services.set(service, [...(services.get(service) ?? []), entry]);
  }
  return [...services.values()].map((methods) => Object.fromEntries(methods));
}
