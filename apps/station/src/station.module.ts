/** Wiring of the station service. */
import { Module } from '@nestjs/common';
import { EventsModule } from '@lastmile/events';
import { PostgresModule } from '@lastmile/postgres';
import { PrivacyController, privacyProviders } from '@lastmile/privacy';
import { ImportJournalRepository } from './import-journal.repository.js';
import { ImportJournals } from './import-journal.js';
import { ImportRepository } from './import.repository.js';
import { ImportService } from './import.service.js';
import { RunningTrainRepository } from './running-train.repository.js';
import { RunningTrainService } from './running-train.service.js';
import { StationConfig } from './station.config.js';
import { StationController } from './station.controller.js';
import { StationRepository } from './station.repository.js';
import { StationService } from './station.service.js';
import { TimetableRepository } from './timetable.repository.js';
import { TimetableService } from './timetable.service.js';
import { ErasureListener } from './privacy/erasure.listener.js';
import { StationPersonalData } from './privacy/personal-data.repository.js';

@Module({
  imports: [PostgresModule.forService('station'), EventsModule.forService('station')],
  controllers: [StationController, PrivacyController],
  providers: [
    ...privacyProviders(StationPersonalData),
    ErasureListener,
    StationRepository,
    TimetableRepository,
    RunningTrainRepository,
    ImportRepository,
    ImportJournalRepository,
    ImportJournals,
    StationService,
    TimetableService,
    RunningTrainService,
    ImportService,
    { provide: StationConfig, useFactory: () => new StationConfig() },
  ],
})
export class StationModule {}
