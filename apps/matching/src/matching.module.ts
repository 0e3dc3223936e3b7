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
import { DriverClient } from './driver.client.js';
import { MatchingConfig } from './matching.config.js';
import { MatchingController } from './matching.controller.js';
import { MatchingService } from './matching.service.js';
import { RiderClient } from './rider.client.js';
import { StationClient } from './station.client.js';
import { GreatCircleTravelTime } from './great-circle.travel-time.js';
import { OsrmTravelTime } from './osrm.travel-time.js';
import { TravelTime } from './travel-time.js';
import { TripClient } from './trip.client.js';

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
