/** Converts stations, areas, arrivals, trains and timetables to contract messages. */
import {
  type Area as AreaMessage,
  AreaKind as WireAreaKind,
  type Arrival as ArrivalMessage,
  type RunningTrain as RunningTrainMessage,
  type Station as StationMessage,
  type Timetable as TimetableMessage,
} from '@lastmile/contracts';
import type { Area, Arrival, RunningTrain, Station, TimetableInfo } from './station.types.js';

export const toStation = (station: Station): StationMessage => ({
  ...station,
  lines: [...station.lines],
  pickupPoints: [...station.pickupPoints],
});

export const toArea = (area: Area): AreaMessage => ({
  ...area,
  kind: area.kind === 'area' ? WireAreaKind.AREA_KIND_AREA : WireAreaKind.AREA_KIND_LANDMARK,
});

export const toArrival = (arrival: Arrival): ArrivalMessage => ({ ...arrival });

export const toRunningTrain = ({ calls, ...train }: RunningTrain): RunningTrainMessage => ({
  ...train,
  calls: [...calls],
});

export const toTimetable = (timetable: TimetableInfo): TimetableMessage => {
  const { feedId, feedVersion, contentHash, startDate, endDate, importTime, replayLastWeek } = timetable;
  const { stationCount, trainCount, callCount, timeZone } = timetable;
  const version = { feedId, feedVersion, contentHash, startDate, endDate, importTime, replayLastWeek };
  return { ...version, timeZone, stationCount, trainCount, callCount };
};
