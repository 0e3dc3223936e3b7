// What the trip service is made of.
import { Module } from '@nestjs/common';
import { EventsModule } from '@lastmile/events';
import { PostgresModule } from '@lastmile/postgres';
import { PrivacyController, privacyProviders } from '@lastmile/privacy';
import { LedgerRepository } from './ledger.repository.js';
import { RouteRepository } from './route.repository.js';
import { RouteService } from './route.service.js';
import { ShareLinkRepository } from './share-link.repository.js';
import { ShareService } from './share.service.js';
import { rulesOf, tripConfig, TripRules } from './trip.config.js';
import { TripController } from './trip.controller.js';
import { TripStatisticsRepository } from './trip-statistics.repository.js';
import { TripService } from './trip.service.js';
import { TripTimers } from './trip.timers.js';
import { TripWriter } from './trip-writer.repository.js';
import { ErasureListener } from './privacy/erasure.listener.js';
import { TripPersonalData } from './privacy/personal-data.repository.js';
import { TripSettling } from './privacy/settling.service.js';

@Module({
  imports: [PostgresModule.forService('trip'), EventsModule.forService('trip')],
  controllers: [TripController, PrivacyController],
  providers: [
    ...privacyProviders(TripPersonalData, TripSettling),
    ErasureListener,
    { provide: TripRules, useFactory: () => rulesOf(tripConfig()) },
    LedgerRepository,
    RouteRepository,
    RouteService,
    ShareLinkRepository,
    ShareService,
    TripService,
    TripStatisticsRepository,
    TripTimers,
    TripWriter,
  ],
})
export class TripModule {}
