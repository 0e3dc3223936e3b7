// Wiring of the rider service.
import { Module } from '@nestjs/common';
import { StationServiceService, TripServiceService } from '@lastmile/contracts';
import { EventsModule } from '@lastmile/events';
import { provideClient } from '@lastmile/grpc';
import { PostgresModule } from '@lastmile/postgres';
import { PrivacyController, privacyProviders } from '@lastmile/privacy';
import { RideListener } from './ride.listener.js';
import { RideRepository } from './ride.repository.js';
import { RideStatisticsRepository } from './ride-statistics.repository.js';
import { RideService } from './ride.service.js';
import { RiderConfig } from './rider.config.js';
import { RiderController } from './rider.controller.js';
import { RiderRepository } from './rider.repository.js';
import { RiderService } from './rider.service.js';
import { StationClient } from './station.client.js';
import { TripClient } from './trip.client.js';
import { ErasureListener } from './privacy/erasure.listener.js';
import { RiderPersonalData } from './privacy/personal-data.repository.js';
import { RiderSettling } from './privacy/settling.service.js';

@Module({
  imports: [PostgresModule.forService('rider'), EventsModule.forService('rider')],
  controllers: [RiderController, PrivacyController],
  providers: [
    ...privacyProviders(RiderPersonalData, RiderSettling),
    ErasureListener,
    provideClient(StationServiceService, 'STATION_ADDRESS', 'rider'),
    provideClient(TripServiceService, 'TRIP_ADDRESS', 'rider'),
    { provide: RiderConfig, useFactory: () => new RiderConfig() },
    StationClient,
    TripClient,
    RiderRepository,
    RideRepository,
    RideStatisticsRepository,
    RiderService,
    RideService,
    RideListener,
  ],
})
export class RiderModule {}
