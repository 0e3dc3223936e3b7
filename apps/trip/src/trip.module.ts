// Wiring of the trip service.
import { Module } from '@nestjs/common';
import { EventsModule } from '@lastmile/events';
import { PostgresModule } from '@lastmile/postgres';
import { PrivacyController, privacyProviders } from '@lastmile/privacy';
import { LedgerRepository } from './trips/ledger.repository.js';
import { RouteRepository } from './routes/route.repository.js';
import { RouteService } from './routes/route.service.js';
import { ShareLinkRepository } from './sharing/share-link.repository.js';
import { ShareService } from './sharing/share.service.js';
import { TripConfig } from './trip.config.js';
import { TripController } from './trip.controller.js';
import { TripStatisticsRepository } from './statistics/trip-statistics.repository.js';
import { TripService } from './trips/trip.service.js';
import { TripJobs } from './trips/trip.jobs.js';
import { TripPublisher } from './trips/trip.publisher.js';
import { TripStatisticsService } from './statistics/trip-statistics.service.js';
import { TripWriter } from './trips/trip-writer.repository.js';
import { TripPersonalData } from './privacy/personal-data.repository.js';
import { TripSettling } from './privacy/settling.service.js';

@Module({
  imports: [PostgresModule.forService('trip'), EventsModule.forService('trip')],
  controllers: [TripController, PrivacyController],
  providers: [
    ...privacyProviders(TripPersonalData, TripSettling),
    { provide: TripConfig, useFactory: () => new TripConfig() },
    LedgerRepository,
    RouteRepository,
    RouteService,
    ShareLinkRepository,
    ShareService,
    TripService,
    TripStatisticsRepository,
    TripStatisticsService,
    TripJobs,
    TripPublisher,
    TripWriter,
  ],
})
export class TripModule {}
