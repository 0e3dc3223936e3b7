// All RPCs, for tests that apply to every one.
import * as contracts from '@lastmile/contracts';
import type { RpcDefinition } from '@lastmile/grpc';

/** The definitions of all services' RPCs; some services have more than one. */
export const allDefinitions = (): RpcDefinition[] =>
  Object.entries(contracts)
    .filter(([name]) => name.endsWith('ServiceService'))
    .map(([, definition]) => definition as unknown as RpcDefinition);
