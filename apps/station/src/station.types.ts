/** The types of the station service's domain. */
import type { LatLng } from '@lastmile/geo';

export interface Line {
  /** `<feed_id>:<route_id>`. */
  readonly lineId: string;
  readonly shortName: string;
  readonly longName: string;
  /** RRGGBB, blank when the feed gives none. */
  readonly color: string;
  readonly textColor: string;
}

export interface LineShape {
  readonly line: Line;
  readonly directionId: number;
  readonly points: readonly LatLng[];
}

export interface PickupPoint {
  readonly pickupPointId: string;
  readonly stationId: string;
  readonly name: string;
  readonly position: LatLng;
  readonly walkSeconds: number;
}

export interface Station {
  /** `<feed_id>:<stop_id>`. */
  readonly stationId: string;
  readonly name: string;
  readonly position: LatLng;
  readonly timeZone: string;
  readonly active: boolean;
  readonly lines: readonly Line[];
  /** Nearest first. */
  readonly pickupPoints: readonly PickupPoint[];
}

export type AreaKind = 'area' | 'landmark';

export interface Area {
  readonly areaId: string;
  readonly stationId: string;
  readonly kind: AreaKind;
  readonly name: string;
  readonly position: LatLng;
  readonly distanceMeters: number;
}

export interface Arrival {
  readonly stationId: string;
  /** The feed's trip_id. */
  readonly trainId: string;
  /** `YYYY-MM-DD`. */
  readonly serviceDate: string;
  readonly line: Line;
  readonly headsign: string;
  readonly directionId: number;
  readonly arriveTime: Date;
  readonly departTime: Date;
}

/** A train's stop, even if riders may not get off there. */
export interface TrainCall {
  readonly stationId: string;
  readonly stationName: string;
  readonly position: LatLng;
  readonly arriveTime: Date;
  readonly departTime: Date;
}

/** A train's course during an interval: its current or last stop, all stops it reaches, and one more. */
export interface RunningTrain {
  readonly trainId: string;
  /** `YYYY-MM-DD`. */
  readonly serviceDate: string;
  readonly line: Line;
  readonly headsign: string;
  readonly directionId: number;
  /** Two or more. */
  readonly calls: readonly TrainCall[];
}

/** The current timetable of a feed. */
export interface TimetableInfo {
  readonly feedId: string;
  readonly feedVersion: string;
  readonly timeZone: string;
  readonly contentHash: string;
  readonly startDate: string;
  readonly endDate: string;
  readonly replayLastWeek: boolean;
  readonly stationCount: number;
  readonly trainCount: number;
  readonly callCount: number;
  readonly importTime: Date;
}
