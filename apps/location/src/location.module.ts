// Wiring of the location service.
import { Module } from '@nestjs/common';
import { DriverServiceService, MatchingServiceService, StationServiceService } from '@lastmile/contracts';
import { EventsModule } from '@lastmile/events';
import { provideClient } from '@lastmile/grpc';
import { PostgresModule } from '@lastmile/postgres';
import { PrivacyController, privacyProviders } from '@lastmile/privacy';
import { DriverClient } from './driver.client.js';
import { FixQueue } from './fix-queue.js';
import { LiveAreas } from './live-areas.js';
import { LiveLocations } from './live-locations.js';
import { LocationConfig } from './location.config.js';
import { LocationController } from './location.controller.js';
import { LocationEvents } from './location.events.js';
import { LocationService } from './location.service.js';
import { MatchService } from './match.service.js';
import { MatchTriggerRepository } from './match-trigger.repository.js';
import { MatchTriggerService } from './match-trigger.service.js';
import { MatchingClient } from './matching.client.js';
import { PositionFeed } from './position-feed.repository.js';
import { PositionRepository } from './position.repository.js';
import { RelayController } from './relay.controller.js';
import { StationClient } from './station.client.js';
import { TripEvents } from './trip.events.js';
import { TripRepository } from './trip.repository.js';
import { WatchRepository } from './watch.repository.js';
import { WatchService } from './watch.service.js';
import { ErasureListener } from './privacy/erasure.listener.js';
import { LocationPersonalData } from './privacy/personal-data.repository.js';

@Module({
  imports: [PostgresModule.forService('location'), EventsModule.forService('location')],
  controllers: [LocationController, RelayController, PrivacyController],
  providers: [
    ...privacyProviders(LocationPersonalData),
    ErasureListener,
    provideClient(DriverServiceService, 'DRIVER_ADDRESS', 'location'),
    provideClient(StationServiceService, 'STATION_ADDRESS', 'location'),
    provideClient(MatchingServiceService, 'MATCHING_ADDRESS', 'location'),
    DriverClient,
    StationClient,
    MatchingClient,
    WatchRepository,
    PositionRepository,
    PositionFeed,
    TripRepository,
    MatchTriggerRepository,
    WatchService,
    LocationService,
    FixQueue,
    MatchTriggerService,
    MatchService,
    LiveLocations,
    LiveAreas,
    LocationEvents,
    TripEvents,
    { provide: LocationConfig, useFactory: () => new LocationConfig() },
  ],
})
export class LocationModule {}
