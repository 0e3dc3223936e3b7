// How clients balance, retry and detect dead replicas. The reason for each value is in docs/balancing.md.
import type { ChannelOptions, ServiceConfig } from '@grpc/grpc-js';
import { rpcName, serviceName, type RpcDefinition } from './definition.js';
import { isIdempotent } from './idempotency.js';

export const DEFAULT_DEADLINE_MS = 5_000;

// Backoffs are strings; a `timeout` would have to be an object ("0.5s" expires immediately).
export const RETRY_POLICY = {
  maxAttempts: 4,
  initialBackoff: '0.05s',
  maxBackoff: '0.5s',
  backoffMultiplier: 2,
  retryableStatusCodes: ['UNAVAILABLE'],
};

export const RETRY_THROTTLING = { maxTokens: 100, tokenRatio: 0.5 };

export const CONNECTION_OPTIONS = {
  'grpc.keepalive_time_ms': 2_000,
  'grpc.keepalive_timeout_ms': 2_000,
  'grpc.keepalive_permit_without_calls': 1,
  'grpc.initial_reconnect_backoff_ms': 100,
  'grpc.max_reconnect_backoff_ms': 2_000,
} satisfies ChannelOptions;

/** With a large buffer, a fast sender of a stream would queue thousands of outdated messages. */
export const STREAM_BUFFER_BYTES = 16_384;

/**
 * Options for the channel to one service. Idempotent unary calls are retried on UNAVAILABLE. The others are only
 * repeated when the replica has not seen them (gRPC's transparent retry); streams are resumed by their readers.
 */
export function channelOptions(definition: RpcDefinition): ChannelOptions {
  const service = serviceName(definition);
  const methods = Object.values(definition);
  const repeatable = methods.filter(
    (method) => !method.requestStream && !method.responseStream && isIdempotent(method),
  );
  const config = {
    loadBalancingConfig: [{ round_robin: {} }],
    methodConfig: [
      { name: repeatable.map((method) => ({ service, method: rpcName(method) })), retryPolicy: RETRY_POLICY },
    ],
    retryThrottling: RETRY_THROTTLING,
  } satisfies Partial<Record<keyof ServiceConfig, unknown>>;
  return {
    'grpc.service_config': JSON.stringify(config),
    // TXT records in DNS are not read: they would be one more query per name, and one more place for settings.
    'grpc.service_config_disable_resolution': 1,
    ...CONNECTION_OPTIONS,
    ...(methods.some((method) => method.requestStream)
      ? { 'grpc.per_rpc_retry_buffer_size': STREAM_BUFFER_BYTES }
      : {}),
  };
}
