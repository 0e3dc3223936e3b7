// gRPC clients of the services behind the gateway. Matching is called through location, which knows the approaching
// cars.
import { Injectable } from '@nestjs/common';
import {
  DriverServiceService,
  LimitServiceService,
  LocationServiceService,
  NotificationServiceService,
  RelayServiceService,
  RiderServiceService,
  SecondFactorServiceService,
  StationServiceService,
  TripServiceService,
  UserServiceService,
} from '@lastmile/contracts';
import { InjectClient, provideClient, type RpcClient } from '@lastmile/grpc';
import { PersonalRecords, personalRecordsProviders } from './privacy/personal-records.client.js';

@Injectable()
export class Clients {
  constructor(
    @InjectClient(UserServiceService) readonly users: RpcClient<typeof UserServiceService>,
    @InjectClient(SecondFactorServiceService) readonly secondFactors: RpcClient<typeof SecondFactorServiceService>,
    @InjectClient(LimitServiceService) readonly limits: RpcClient<typeof LimitServiceService>,
    @InjectClient(DriverServiceService) readonly drivers: RpcClient<typeof DriverServiceService>,
    @InjectClient(RiderServiceService) readonly riders: RpcClient<typeof RiderServiceService>,
    @InjectClient(StationServiceService) readonly stations: RpcClient<typeof StationServiceService>,
    @InjectClient(LocationServiceService) readonly locations: RpcClient<typeof LocationServiceService>,
    @InjectClient(RelayServiceService) readonly relay: RpcClient<typeof RelayServiceService>,
    @InjectClient(TripServiceService) readonly trips: RpcClient<typeof TripServiceService>,
    @InjectClient(NotificationServiceService) readonly notifications: RpcClient<typeof NotificationServiceService>,
    readonly personalRecords: PersonalRecords,
  ) {}
}

export const clientProviders = [
  provideClient(UserServiceService, 'USER_ADDRESS', 'gateway'),
  provideClient(SecondFactorServiceService, 'USER_ADDRESS', 'gateway'),
  provideClient(LimitServiceService, 'USER_ADDRESS', 'gateway'),
  provideClient(DriverServiceService, 'DRIVER_ADDRESS', 'gateway'),
  provideClient(RiderServiceService, 'RIDER_ADDRESS', 'gateway'),
  provideClient(StationServiceService, 'STATION_ADDRESS', 'gateway'),
  provideClient(LocationServiceService, 'LOCATION_ADDRESS', 'gateway'),
  provideClient(RelayServiceService, 'LOCATION_ADDRESS', 'gateway'),
  provideClient(TripServiceService, 'TRIP_ADDRESS', 'gateway'),
  provideClient(NotificationServiceService, 'NOTIFICATION_ADDRESS', 'gateway'),
  ...personalRecordsProviders,
  Clients,
];
