// Clients as Nest providers: `provideClient(TripServiceService, 'TRIP_ADDRESS', 'rider')` in a module and
// `@InjectClient(TripServiceService) trips: RpcClient<typeof TripServiceService>` in a class.
import { Inject, type FactoryProvider } from '@nestjs/common';
import { loadConfig } from '@lastmile/config';
import { z } from 'zod';
import { createClient, type RpcClient } from './client.js';
import { serviceName, type RpcDefinition } from './definition.js';
import { isAddress } from './target.js';

/**
 * A client of one service, closed when the application shuts down. Its address is read from the environment key
 * `addressKey`, `<SERVICE>_ADDRESS` (ConfigError when missing or invalid); `service` is the name of the calling
 * service.
 */
export const provideClient = <D extends RpcDefinition>(
  definition: D,
  addressKey: string,
  service: string,
): FactoryProvider<RpcClient<D> & { onApplicationShutdown(): void }> => ({
  provide: clientToken(definition),
  useFactory: () => {
    const address = loadConfig({ [addressKey]: serviceAddress })[addressKey] as string;
    const callee = addressKey.replace(/_ADDRESS$/, '').toLowerCase();
    const client = createClient(definition, { address, service, callee });
    return { ...client, onApplicationShutdown: () => client.close() };
  },
});

const serviceAddress = z.string().refine(isAddress, 'wanted a gRPC address such as dns:///trip:50057');

export const InjectClient = (definition: RpcDefinition): ParameterDecorator & PropertyDecorator =>
  Inject(clientToken(definition));

/** For tests that provide their own client. */
export const clientToken = (definition: RpcDefinition): string => `client of ${serviceName(definition)}`;
