/** The RPCs of lastmile.station.v1: parse, call, format. */
import type { Metadata, ServerDuplexStream } from '@grpc/grpc-js';
import {
  type FindNearestStationsRequest,
  type GetArrivalRequest,
  type GetImportRequest,
  type GetStationRequest,
  type ImportTimetableRequest,
  type ImportTimetableResponse,
  type ListArrivalsRequest,
  type ListNearbyAreasRequest,
  type ListRunningTrainsRequest,
  type ListStationsRequest,
  StationServiceService,
  type UpsertStationRequest,
} from '@lastmile/contracts';
import { Clock } from '@lastmile/config';
import { AllowAnybody, AllowRoles, callerOf, pageOf, parse, RpcController, type RpcHandlers } from '@lastmile/grpc';
import { AuditTrail } from '@lastmile/privacy';
import { ImportJournalService } from './import/import-journal.service.js';
import { ImportUploadService } from './import/import-upload.service.js';
import * as importRequests from './import/import.requests.js';
import { ImportService } from './import/import.service.js';
import { progressMessage, summaryMessage, toImport } from './import/import.wire.js';
import { RunningTrainService } from './timetable/running-train.service.js';
import * as requests from './station.requests.js';
import { StationService } from './stations/station.service.js';
import * as wire from './station.wire.js';
import { TimetableService } from './timetable/timetable.service.js';

@RpcController(StationServiceService)
export class StationController implements RpcHandlers<typeof StationServiceService> {
  constructor(
    private readonly stations: StationService,
    private readonly timetables: TimetableService,
    private readonly trains: RunningTrainService,
    private readonly imports: ImportService,
    private readonly uploads: ImportUploadService,
    private readonly journals: ImportJournalService,
    private readonly clock: Clock,
    private readonly audit: AuditTrail,
  ) {}

  @AllowAnybody()
  async getStation(message: GetStationRequest) {
    const { stationId } = parse(requests.getStation, message);
    return { station: wire.toStation(await this.stations.get(stationId)) };
  }

  @AllowAnybody()
  async listStations(message: ListStationsRequest) {
    const { pageSize, pageToken, nameContains, includeInactive } = parse(requests.listStations, message);
    const after = requests.stationPage(pageToken);
    // Reads one more than the page to know whether there is a next page.
    const found = await this.stations.list({ nameContains, includeInactive, after, limit: pageSize + 1 });
    const { items, nextPageToken } = pageOf(found, pageSize, ({ name, stationId }) => ({ name, stationId }));
    return { stations: items.map(wire.toStation), nextPageToken };
  }

  @AllowAnybody()
  async findNearestStations(message: FindNearestStationsRequest) {
    const { position, radiusMeters, limit } = parse(requests.findNearestStations, message);
    const found = await this.stations.findNearest(position, radiusMeters, limit);
    return { stations: found.map(({ station, ...rest }) => ({ ...rest, station: wire.toStation(station) })) };
  }

  @AllowAnybody()
  async listNearbyAreas(message: ListNearbyAreasRequest) {
    const { stationId, kind } = parse(requests.listNearbyAreas, message);
    return { areas: (await this.stations.listAreas(stationId, kind)).map(wire.toArea) };
  }

  @AllowAnybody()
  async listArrivals(message: ListArrivalsRequest) {
    const request = parse(requests.listArrivals(this.clock.now()), message);
    const { stationId, from, to, lineId, pageSize, pageToken } = request;
    const after = requests.arrivalPage(pageToken);
    const limit = pageSize + 1;
    const found = await this.timetables.listArrivals({
      stationId,
      from,
      to,
      lineId: lineId || undefined,
      after,
      limit,
    });
    const { items, nextPageToken } = pageOf(found, pageSize, ({ arriveTime, trainId }) => {
      return { at: arriveTime.getTime() / 1000, trainId };
    });
    return { arrivals: items.map(wire.toArrival), nextPageToken };
  }

  @AllowAnybody()
  async getArrival(message: GetArrivalRequest) {
    const { stationId, trainId, serviceDate } = parse(requests.getArrival, message);
    return { arrival: wire.toArrival(await this.timetables.getArrival(stationId, trainId, serviceDate)) };
  }

  @AllowAnybody()
  async listRunningTrains(message: ListRunningTrainsRequest) {
    const { from, to, limit } = parse(requests.listRunningTrains(this.clock.now()), message);
    const found = await this.trains.list(from, to, limit + 1);
    return { trains: found.slice(0, limit).map(wire.toRunningTrain), truncated: found.length > limit };
  }

  @AllowAnybody()
  async listLines() {
    const lines = await this.timetables.listLines();
    return { lines: lines.map(({ points, ...line }) => ({ ...line, points: [...points] })) };
  }

  @AllowAnybody()
  async listTimetables() {
    return { timetables: (await this.timetables.listTimetables()).map(wire.toTimetable) };
  }

  @AllowRoles('operator')
  async importTimetable(call: ServerDuplexStream<ImportTimetableRequest, ImportTimetableResponse>): Promise<void> {
    const parts = importRequests.uploadParts(call);
    const summary = await this.uploads.receive(parts, (options, onProgress) => {
      const action = { name: 'ImportTimetable', subjectKind: 'timetable', subjectId: options.feedId ?? '' };
      return this.audit.act(action, () =>
        this.imports.import(options, (progress) => {
          onProgress(progress);
          call.write(progressMessage(progress));
        }),
      );
    });
    call.write(summaryMessage(summary));
  }

  @AllowRoles('operator')
  async getImport(message: GetImportRequest) {
    const { importId } = parse(importRequests.getImport, message);
    return { import: toImport(await this.journals.read(importId)) };
  }

  @AllowRoles('operator')
  async upsertStation(message: UpsertStationRequest, metadata: Metadata) {
    const caller = callerOf(metadata);
    const { requestId, ...edit } = parse(requests.upsertStation, message);
    const action = { name: 'UpsertStation', subjectKind: 'station', subjectId: edit.stationId };
    const station = await this.audit.act(action, () =>
      this.stations.upsert({ callerId: caller.userId, requestId }, edit),
    );
    return { station: wire.toStation(station) };
  }
}
