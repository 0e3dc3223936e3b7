/** Wiring of the station service. */
import { Module } from '@nestjs/common';
import { EventsModule } from '@lastmile/events';
import { PostgresModule } from '@lastmile/postgres';
import { PrivacyController, privacyProviders } from '@lastmile/privacy';
import { ImportJournalRepository } from './import/import-journal.repository.js';
import { ImportJournalService } from './import/import-journal.service.js';
import { ImportUploadService } from './import/import-upload.service.js';
import { ImportRepository } from './import/import.repository.js';
import { ImportService } from './import/import.service.js';
import { RunningTrainRepository } from './timetable/running-train.repository.js';
import { RunningTrainService } from './timetable/running-train.service.js';
import { StationConfig } from './station.config.js';
import { StationController } from './station.controller.js';
import { StationRepository } from './stations/station.repository.js';
import { StationService } from './stations/station.service.js';
import { TimetableRepository } from './timetable/timetable.repository.js';
import { TimetableService } from './timetable/timetable.service.js';
import { StationPersonalData } from './privacy/personal-data.repository.js';

@Module({
  imports: [PostgresModule.forService('station'), EventsModule.forService('station')],
  controllers: [StationController, PrivacyController],
  providers: [
    ...privacyProviders(StationPersonalData),
    StationRepository,
    TimetableRepository,
    RunningTrainRepository,
    ImportRepository,
    ImportJournalRepository,
    ImportJournalService,
    ImportUploadService,
    StationService,
    TimetableService,
    RunningTrainService,
    ImportService,
    { provide: StationConfig, useFactory: () => new StationConfig() },
  ],
})
export class StationModule {}
