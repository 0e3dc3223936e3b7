// Clients of the services themselves, with the gateway's key and access tokens of the test's own making: no gateway, no sign-in.
import {
  DriverServiceService,
  MatchingServiceService,
  RiderServiceService,
  StationServiceService,
  TripServiceService,
} from '@lastmile/contracts';
import { createClient } from '@lastmile/grpc';
import type { Platform } from '../../tools/launcher/platform.js';

export type Services = ReturnType<typeof connect>;

/** @param replicas matching processes that take calls in turn, the first ones */
export function connect(platform: Platform, replicas: number) {
  const at = (name: string) => ({ address: platform.addressOf(name), service: 'gateway' });
  const matching = platform.ports.grpc.matching!.slice(0, replicas).map((port) => `127.0.0.1:${port}`);
  const clients = {
    driver: createClient(DriverServiceService, at('driver')),
    rider: createClient(RiderServiceService, at('rider')),
    station: createClient(StationServiceService, at('station')),
    trip: createClient(TripServiceService, at('trip')),
    matching: createClient(MatchingServiceService, { address: `ipv4:${matching.join(',')}`, service: 'location' }),
  };
  return { ...clients, close: () => Object.values(clients).forEach((client) => client.close()) };
}
