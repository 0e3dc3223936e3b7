// Wiring of the rider service.
import { Module } from '@nestjs/common';
import { StationServiceService, TripServiceService } from '@lastmile/contracts';
import { EventsModule } from '@lastmile/events';
import { provideClient } from '@lastmile/grpc';
import { PostgresModule } from '@lastmile/postgres';
import { PrivacyController, privacyProviders } from '@lastmile/privacy';
import { RideJobs } from './rides/ride.jobs.js';
import { RideListener } from './rides/ride.listener.js';
import { RidePublisher } from './rides/ride.publisher.js';
import { RideRepository } from './rides/ride.repository.js';
import { RideStatisticsRepository } from './statistics/ride-statistics.repository.js';
import { RideStatisticsService } from './statistics/ride-statistics.service.js';
import { RideService } from './rides/ride.service.js';
import { RiderConfig } from './rider.config.js';
import { RiderController } from './rider.controller.js';
import { RiderRepository } from './profile/rider.repository.js';
import { RiderService } from './profile/rider.service.js';
import { StationClient } from './rides/station.client.js';
import { TripClient } from './rides/trip.client.js';
import { RiderPersonalData } from './privacy/personal-data.repository.js';
import { RiderSettling } from './privacy/settling.service.js';

@Module({
  imports: [PostgresModule.forService('rider'), EventsModule.forService('rider')],
  controllers: [RiderController, PrivacyController],
  providers: [
    ...privacyProviders(RiderPersonalData, RiderSettling),
    provideClient(StationServiceService, 'STATION_ADDRESS', 'rider'),
    provideClient(TripServiceService, 'TRIP_ADDRESS', 'rider'),
    { provide: RiderConfig, useFactory: () => new RiderConfig() },
    StationClient,
    TripClient,
    RiderRepository,
    RideRepository,
    RideStatisticsRepository,
    RideStatisticsService,
    RiderService,
    RideService,
    RideListener,
    RideJobs,
    RidePublisher,
  ],
})
export class RiderModule {}
