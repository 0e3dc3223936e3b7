/** Trains under way in the whole network. */
import { Injectable } from '@nestjs/common';
import { slicesOf } from './arrivals.core.js';
import {
  type RunPart,
  RunningTrainRepository,
  type StationPlace,
  type VersionSlice,
} from './running-train.repository.js';
import type { RunningTrain } from '../station.types.js';
import { TimetableRepository } from './timetable.repository.js';

@Injectable()
export class RunningTrainService {
  constructor(
    private readonly timetables: TimetableRepository,
    private readonly trains: RunningTrainRepository,
  ) {}

  /** Trains under way at any time in [`from`, `to`], both whole seconds; sorted by line, first departure and train id. */
  async list(from: Date, to: Date, limit: number): Promise<RunningTrain[]> {
    // The end of slices is exclusive, and `to` is inclusive.
    const until = new Date(to.getTime() + 1_000);
    const slices = (await this.timetables.listCurrent()).flatMap(({ version, longestRunSeconds, ...timetable }) =>
      slicesOf(timetable, from, until).map((slice): VersionSlice => ({ ...slice, version, longestRunSeconds })),
    );
    if (slices.length === 0) return [];
    const parts = await this.trains.list(slices, limit);
    const places = await this.trains.places([...new Set(parts.flatMap(({ stationNos }) => stationNos))]);
    return parts.map((part) => trainOf(part, slices[part.slice]!, places));
  }
}

function trainOf(
  part: RunPart,
  { date, start }: VersionSlice,
  places: ReadonlyMap<number, StationPlace>,
): RunningTrain {
  const instant = (seconds: number): Date => new Date(start.getTime() + seconds * 1_000);
  const { trainId, line, headsign, directionId } = part;
  const calls = part.stationNos.map((stationNo, i) => {
    const { stationId, name, position } = places.get(stationNo)!;
    return {
      stationId,
      stationName: name,
      position,
      arriveTime: instant(part.arrivalSeconds[i]!),
      departTime: instant(part.departureSeconds[i]!),
    };
  });
  return { trainId, serviceDate: date, line, headsign, directionId, calls };
}
