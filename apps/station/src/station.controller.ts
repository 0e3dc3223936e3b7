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
import { callerOf, encodePageToken, parse, requireRole, RpcController, type RpcHandlers } from '@lastmile/grpc';
import { AuditTrail } from '@lastmile/privacy';
import { ImportJournals } from './import-journal.js';
import { ImportService } from './import.service.js';
import { receiveImport, toImport } from './import.wire.js';
import { RunningTrainService } from './running-train.service.js';
import { StationConfig } from './station.config.js';
import { StationService } from './station.service.js';
import * as wire from './station.wire.js';
import { TimetableService } from './timetable.service.js';

@RpcController(StationServiceService)
export class StationController implements RpcHandlers<typeof StationServiceService> {
  constructor(
    private readonly stations: StationService,
    private readonly timetables: TimetableService,
    private readonly trains: RunningTrainService,
    private readonly imports: ImportService,
    private readonly journals: ImportJournals,
    private readonly clock: Clock,
    private readonly config: StationConfig,
    private readonly audit: AuditTrail,
  ) {}

  async getStation(message: GetStationRequest) {
    const { stationId } = parse(wire.getStationRequest, message);
    return { station: wire.toStation(await this.stations.get(stationId)) };
  }

  async listStations(message: ListStationsRequest) {
    const { pageSize, pageToken, nameContains, includeInactive } = parse(wire.listStationsRequest, message);
    const after = wire.stationPage(pageToken);
    // One more than the page holds tells whether there is a next one.
    const found = await this.stations.list({ nameContains, includeInactive, after, limit: pageSize + 1 });
    const stations = found.slice(0, pageSize);
    const last = found.length > pageSize ? stations.at(-1) : undefined;
    return {
      stations: stations.map(wire.toStation),
      nextPageToken: last ? encodePageToken({ name: last.name, stationId: last.stationId }) : '',
    };
  }

  async findNearestStations(message: FindNearestStationsRequest) {
    const { position, radiusMeters, limit } = parse(wire.findNearestStationsRequest, message);
    const found = await this.stations.findNearest(position, radiusMeters, limit);
    return { stations: found.map(({ station, ...rest }) => ({ ...rest, station: wire.toStation(station) })) };
  }

  async listNearbyAreas(message: ListNearbyAreasRequest) {
    const { stationId, kind } = parse(wire.listNearbyAreasRequest, message);
    return { areas: (await this.stations.listAreas(stationId, kind)).map(wire.toArea) };
  }

  async listArrivals(message: ListArrivalsRequest) {
    const request = parse(wire.listArrivalsRequest(this.clock.now()), message);
    const { stationId, from, to, lineId, pageSize, pageToken } = request;
    const after = wire.arrivalPage(pageToken);
    const limit = pageSize + 1;
    const found = await this.timetables.listArrivals({
      stationId,
      from,
      to,
      lineId: lineId || undefined,
      after,
      limit,
    });
    const arrivals = found.slice(0, pageSize);
    const last = found.length > pageSize ? arrivals.at(-1) : undefined;
    return {
      arrivals: arrivals.map(wire.toArrival),
      nextPageToken: last ? encodePageToken({ at: last.arriveTime.getTime() / 1000, trainId: last.trainId }) : '',
    };
  }

  async getArrival(message: GetArrivalRequest) {
    const { stationId, trainId, serviceDate } = parse(wire.getArrivalRequest, message);
    return { arrival: wire.toArrival(await this.timetables.getArrival(stationId, trainId, serviceDate)) };
  }

  async listRunningTrains(message: ListRunningTrainsRequest) {
    const { from, to, limit } = parse(wire.listRunningTrainsRequest(this.clock.now()), message);
    const found = await this.trains.list(from, to, limit + 1);
    return { trains: found.slice(0, limit).map(wire.toRunningTrain), truncated: found.length > limit };
  }

  async listLines() {
    const lines = await this.timetables.listLines();
    return { lines: lines.map(({ points, ...line }) => ({ ...line, points: [...points] })) };
  }

  async listTimetables() {
    return { timetables: (await this.timetables.listTimetables()).map(wire.toTimetable) };
  }

  async importTimetable(
    call: ServerDuplexStream<ImportTimetableRequest, ImportTimetableResponse>,
    metadata: Metadata,
  ): Promise<void> {
    requireRole(callerOf(metadata), 'operator');
    const { uploadDirectory } = this.config;
    const summary = await receiveImport(call, uploadDirectory, this.journals, (options, onProgress) =>
      this.audit.act({ name: 'ImportTimetable', subjectKind: 'timetable', subjectId: options.feedId ?? '' }, () =>
        this.imports.import(options, (progress) => {
          onProgress(progress);
          call.write(wire.progressMessage(progress));
        }),
      ),
    );
    call.write(wire.summaryMessage(summary));
  }

  async getImport(message: GetImportRequest, metadata: Metadata) {
    requireRole(callerOf(metadata), 'operator');
    const { importId } = parse(wire.getImportRequest, message);
    return { import: toImport(await this.journals.read(importId)) };
  }

  async upsertStation(message: UpsertStationRequest, metadata: Metadata) {
    const caller = callerOf(metadata);
    requireRole(caller, 'operator');
    const { requestId, ...edit } = parse(wire.upsertStationRequest, message);
    const action = { name: 'UpsertStation', subjectKind: 'station', subjectId: edit.stationId };
    const station = await this.audit.act(action, () =>
      this.stations.upsert({ callerId: caller.userId, requestId }, edit),
    );
    return { station: wire.toStation(station) };
  }
}
