// A service to balance over: one call that may be repeated, one that may not, both of which tell who calls and take a moment.
import { setTimeout as pause } from 'node:timers/promises';
import type { Metadata, ServerUnaryCall } from '@grpc/grpc-js';
import { Module } from '@nestjs/common';
import { createLogger } from '@lastmile/telemetry';
import { RpcController, serve, type RpcHandlers, type RunningService, type ServeOptions } from '../src/index.js';

export interface Work {
  readonly id: string;
  /** How long it takes; default 20 ms, so that there are always some calls in flight. */
  readonly milliseconds?: number;
}
export interface Done {
  /** Address and port of the connection that the call came on. */
  readonly from: string;
}

const method = <N extends string>(name: N, emptyRequest: object) => ({
  path: `/replica.v1.ReplicaService/${name}` as const,
  requestStream: false as const,
  responseStream: false as const,
  requestSerialize: (value: Work) => Buffer.from(JSON.stringify(value)),
  requestDeserialize: (bytes: Buffer) => (bytes.length === 0 ? emptyRequest : JSON.parse(bytes.toString())) as Work,
  responseSerialize: (value: Done) => Buffer.from(JSON.stringify(value)),
  responseDeserialize: (bytes: Buffer) => JSON.parse(bytes.toString()) as Done,
});

export const ReplicaService = {
  /** Idempotent, as a request id says. */
  work: method('Work', { requestId: '' }),
  workOnce: method('WorkOnce', {}),
};

const WORK_MS = 20;

/** Told of every call as it begins. */
export const executions: { record(id: string): void } = { record: () => undefined };

@RpcController(ReplicaService)
class ReplicaController implements RpcHandlers<typeof ReplicaService> {
  async work(
    { id, milliseconds = WORK_MS }: Work,
    _metadata?: Metadata,
    call?: ServerUnaryCall<Work, Done>,
  ): Promise<Done> {
    executions.record(id);
    await pause(milliseconds);
    return { from: call!.getPeer() };
  }

  workOnce(request: Work, metadata?: Metadata, call?: ServerUnaryCall<Work, Done>): Promise<Done> {
    return this.work(request, metadata, call);
  }
}

@Module({ controllers: [ReplicaController] })
class ReplicaModule {}

export const serveReplica = (
  options: Partial<ServeOptions> & { host: string; port: number },
): Promise<RunningService> =>
  serve({
    service: 'replica',
    definitions: [ReplicaService],
    module: ReplicaModule,
    protoDir: new URL('./proto', import.meta.url).pathname,
    drainSeconds: 0,
    callers: { ReplicaService: { Work: 'outside', WorkOnce: 'outside' } },
    logger: createLogger({ service: 'replica', level: 'silent' }),
    ...options,
  });
