/** Reads the timetable by station and time. */
import { Injectable } from '@nestjs/common';
import { aborted, DomainError, notFound } from '@lastmile/errors';
import { slicesOf } from './arrivals.core.js';
import { servicesOn } from './calendar.core.js';
import { serviceDayStart } from './service-day.core.js';
import type { Arrival, LineShape, TimetableInfo } from '../station.types.js';
import { type ArrivalQuery, type Call, type StationTimetable, TimetableRepository } from './timetable.repository.js';

export interface ArrivalsRequest extends Omit<ArrivalQuery, 'slices'> {
  readonly stationId: string;
  readonly from: Date;
  /** Exclusive. */
  readonly to: Date;
}

/** Imports of one feed are minutes apart, so a second attempt succeeds; the third is a reserve. */
const ATTEMPTS = 3;

@Injectable()
export class TimetableService {
  constructor(private readonly timetables: TimetableRepository) {}

  /** Earliest first, then by train id; empty for a station without a timetable. Throws not_found STATION_NOT_FOUND. */
  async listArrivals({ stationId, from, to, ...query }: ArrivalsRequest): Promise<Arrival[]> {
    const arrivals = await this.read(stationId, async (timetable) => {
      const slices = slicesOf(timetable, from, to);
      if (slices.length === 0) return [];
      const calls = await this.timetables.listCalls(timetable, { ...query, slices });
      return calls?.map((call) => {
        const { date, start } = slices[call.slice]!;
        return arrivalOf(stationId, call, date, start);
      });
    });
    return arrivals ?? [];
  }

  /** Throws not_found ARRIVAL_NOT_FOUND when the train does not call there, or does not run on that service day. */
  async getArrival(stationId: string, trainId: string, serviceDate: string): Promise<Arrival> {
    const arrival = await this.read(stationId, async (timetable) => {
      const call = await this.timetables.findCall(timetable, trainId);
      if (!call || !servicesOn(timetable, serviceDate).includes(call.serviceNo))
        return call === undefined ? call : null;
      return arrivalOf(stationId, call, serviceDate, serviceDayStart(serviceDate, timetable.timeZone));
    });
    if (arrival) return arrival;
    throw new DomainError(
      'not_found',
      'ARRIVAL_NOT_FOUND',
      'the train does not call at the station on that service day',
      {
        station_id: stationId,
        train_id: trainId,
        service_date: serviceDate,
      },
    );
  }

  listLines(): Promise<LineShape[]> {
    return this.timetables.listLines();
  }

  listTimetables(): Promise<TimetableInfo[]> {
    return this.timetables.listTimetables();
  }

  /**
   * Reads from the current timetable; starts again if an import has replaced it meanwhile (`read` returns undefined).
   * Returns null for a station without a timetable.
   */
  private async read<T>(
    stationId: string,
    read: (timetable: StationTimetable) => Promise<T | undefined>,
  ): Promise<T | null> {
    for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
      const found = await this.timetables.find(stationId);
      if (!found) throw notFound('station', stationId);
      if (!found.timetable) return null;
      const result = await read(found.timetable);
      if (result !== undefined) return result;
    }
    throw aborted('TIMETABLE_CHANGED', 'the timetable was replaced while it was read');
  }
}

const arrivalOf = (stationId: string, call: Call, serviceDate: string, start: Date): Arrival => ({
  stationId,
  trainId: call.trainId,
  serviceDate,
  line: call.line,
  headsign: call.headsign,
  directionId: call.directionId,
  arriveTime: new Date(start.getTime() + call.arrivalSeconds * 1000),
  departTime: new Date(start.getTime() + call.departureSeconds * 1000),
});
