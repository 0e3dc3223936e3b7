// Wiring of the driver service.
import { Module } from '@nestjs/common';
import { StationServiceService, TripServiceService } from '@lastmile/contracts';
import { EventsModule } from '@lastmile/events';
import { provideClient } from '@lastmile/grpc';
import { PostgresModule } from '@lastmile/postgres';
import { PrivacyController, privacyProviders } from '@lastmile/privacy';
import { DriverConfig } from './driver.config.js';
import { DriverController } from './driver.controller.js';
import { DriverRepository } from './driver.repository.js';
import { DriverService } from './driver.service.js';
import { RouteRepository } from './route.repository.js';
import { RouteSteps } from './route-steps.js';
import { RouteService } from './route.service.js';
import { StationClient } from './station.client.js';
import { TripClient } from './trip.client.js';
import { ErasureListener } from './privacy/erasure.listener.js';
import { DriverPersonalData } from './privacy/personal-data.repository.js';
import { DriverSettling } from './privacy/settling.service.js';

@Module({
  imports: [PostgresModule.forService('driver'), EventsModule.forService('driver')],
  controllers: [DriverController, PrivacyController],
  providers: [
    ...privacyProviders(DriverPersonalData, DriverSettling),
    ErasureListener,
    provideClient(StationServiceService, 'STATION_ADDRESS', 'driver'),
    provideClient(TripServiceService, 'TRIP_ADDRESS', 'driver'),
    { provide: DriverConfig, useFactory: () => new DriverConfig() },
    StationClient,
    TripClient,
    DriverRepository,
    RouteRepository,
    DriverService,
    RouteSteps,
    RouteService,
  ],
})
export class DriverModule {}
