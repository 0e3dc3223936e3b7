// Wiring of the driver service.
import { Module } from '@nestjs/common';
import { StationServiceService, TripServiceService } from '@lastmile/contracts';
import { EventsModule } from '@lastmile/events';
import { provideClient } from '@lastmile/grpc';
import { PostgresModule } from '@lastmile/postgres';
import { PrivacyController, privacyProviders } from '@lastmile/privacy';
import { DriverConfig } from './driver.config.js';
import { DriverController } from './driver.controller.js';
import { DriverPublisher } from './profile/driver.publisher.js';
import { DriverRepository } from './profile/driver.repository.js';
import { DriverService } from './profile/driver.service.js';
import { RouteSteps } from './routes/route-steps.service.js';
import { RouteJobs } from './routes/route.jobs.js';
import { RoutePublisher } from './routes/route.publisher.js';
import { RouteQueue } from './routes/route.queue.js';
import { RouteRepository } from './routes/route.repository.js';
import { RouteService } from './routes/route.service.js';
import { StationClient } from './routes/station.client.js';
import { TripClient } from './routes/trip.client.js';
import { DriverPersonalData } from './privacy/personal-data.repository.js';
import { DriverSettling } from './privacy/settling.service.js';

@Module({
  imports: [PostgresModule.forService('driver'), EventsModule.forService('driver')],
  controllers: [DriverController, PrivacyController],
  providers: [
    ...privacyProviders(DriverPersonalData, DriverSettling),
    provideClient(StationServiceService, 'STATION_ADDRESS', 'driver'),
    provideClient(TripServiceService, 'TRIP_ADDRESS', 'driver'),
    { provide: DriverConfig, useFactory: () => new DriverConfig() },
    StationClient,
    TripClient,
    DriverPublisher,
    DriverRepository,
    DriverService,
    RouteJobs,
    RoutePublisher,
    RouteQueue,
    RouteRepository,
    RouteService,
    RouteSteps,
  ],
})
export class DriverModule {}
