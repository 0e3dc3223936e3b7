// Wiring of the matching service.
import { Module } from '@nestjs/common';
import { Clock, clockFromEnv } from '@lastmile/config';
import {
  DriverServiceService,
  RiderServiceService,
  StationServiceService,
  TripServiceService,
} from '@lastmile/contracts';
import { provideClient } from '@lastmile/grpc';
import { DriverClient } from './sources/driver.client.js';
import { MatchingConfig } from './matching.config.js';
import { MatchingController } from './matching.controller.js';
import { MatchingService } from './matching.service.js';
import { RiderClient } from './sources/rider.client.js';
import { StationClient } from './sources/station.client.js';
import { GreatCircleTravelTime } from './travel/great-circle-travel-time.js';
import { OsrmTravelTime } from './travel/osrm-travel-time.js';
import { TravelTime } from './travel/travel-time.js';
import { TripClient } from './sources/trip.client.js';

@Module({
  controllers: [MatchingController],
  providers: [
    provideClient(DriverServiceService, 'DRIVER_ADDRESS', 'matching'),
    provideClient(RiderServiceService, 'RIDER_ADDRESS', 'matching'),
    provideClient(StationServiceService, 'STATION_ADDRESS', 'matching'),
    provideClient(TripServiceService, 'TRIP_ADDRESS', 'matching'),
    DriverClient,
    RiderClient,
    StationClient,
    TripClient,
    MatchingService,
    { provide: MatchingConfig, useFactory: () => new MatchingConfig() },
    {
      provide: TravelTime,
      inject: [MatchingConfig],
      useFactory: ({ osrm }: MatchingConfig) => (osrm ? new OsrmTravelTime(osrm) : new GreatCircleTravelTime()),
    },
    { provide: Clock, useFactory: () => clockFromEnv() },
  ],
})
export class MatchingModule {}
