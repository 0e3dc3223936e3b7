// Every RPC that there is, for tests that hold of all.
import * as contracts from '@lastmile/contracts';
import type { RpcDefinition } from '@lastmile/grpc';

/** The definitions of all services' RPCs, several for a service that serves more than one. */
export const allDefinitions = (): RpcDefinition[] =>
  Object.entries(contracts)
    .filter(([name]) => name.endsWith('ServiceService'))
    .map(([, definition]) => definition as unknown as RpcDefinition);
