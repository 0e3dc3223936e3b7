// Wiring of the location service.
import { Module } from '@nestjs/common';
import { DriverServiceService, MatchingServiceService, StationServiceService } from '@lastmile/contracts';
import { EventsModule } from '@lastmile/events';
import { provideClient } from '@lastmile/grpc';
import { PostgresModule } from '@lastmile/postgres';
import { PrivacyController, privacyProviders } from '@lastmile/privacy';
import { DriverClient } from './duty/driver.client.js';
import { FixBatchService } from './fixes/fix-batch.service.js';
import { LiveAreasService } from './live/live-areas.service.js';
import { LiveLocationsService } from './live/live-locations.service.js';
import { LocationConfig } from './location.config.js';
import { LocationController } from './location.controller.js';
import { RouteListener } from './duty/route.listener.js';
import { PositionService } from './fixes/position.service.js';
import { MatchService } from './approaches/match.service.js';
import { MatchJobs } from './approaches/match.jobs.js';
import { MatchQueue } from './approaches/match.queue.js';
import { RideListener } from './approaches/ride.listener.js';
import { MilestonePublisher } from './fixes/milestone.publisher.js';
import { MatchTriggerRepository } from './approaches/match-trigger.repository.js';
import { MatchTriggerService } from './approaches/match-trigger.service.js';
import { MatchingClient } from './approaches/matching.client.js';
import { PositionFeed } from './live/position.feed.js';
import { PositionRepository } from './fixes/position.repository.js';
import { RelayController } from './relay.controller.js';
import { StationClient } from './duty/station.client.js';
import { TripListener } from './duty/trip.listener.js';
import { TripRepository } from './duty/trip.repository.js';
import { DutyRepository } from './duty/duty.repository.js';
import { DutyService } from './duty/duty.service.js';
import { LocationPersonalData } from './privacy/personal-data.repository.js';

@Module({
  imports: [PostgresModule.forService('location'), EventsModule.forService('location')],
  controllers: [LocationController, RelayController, PrivacyController],
  providers: [
    ...privacyProviders(LocationPersonalData),
    provideClient(DriverServiceService, 'DRIVER_ADDRESS', 'location'),
    provideClient(StationServiceService, 'STATION_ADDRESS', 'location'),
    provideClient(MatchingServiceService, 'MATCHING_ADDRESS', 'location'),
    DriverClient,
    StationClient,
    MatchingClient,
    DutyRepository,
    PositionRepository,
    PositionFeed,
    TripRepository,
    MatchTriggerRepository,
    MatchQueue,
    MilestonePublisher,
    DutyService,
    PositionService,
    FixBatchService,
    MatchTriggerService,
    MatchService,
    MatchJobs,
    LiveLocationsService,
    LiveAreasService,
    RouteListener,
    RideListener,
    TripListener,
    { provide: LocationConfig, useFactory: () => new LocationConfig() },
  ],
})
export class LocationModule {}
