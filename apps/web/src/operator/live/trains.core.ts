// Where the trains of the timetable are at a moment, between the stations they call at. Pure.
import type { Position, Schemas } from '../../api/api.types';

export type Train = Schemas['Train'];
export type TrainCall = Schemas['TrainCall'];

export interface TrainScene {
  /** Of one train on one service day; feeds may use the same numbers. */
  readonly id: string;
  readonly train: Train;
  readonly position: Position;
  /** Where it stands, or what it left last. */
  readonly last: TrainCall;
  readonly next: TrainCall;
  readonly isStanding: boolean;
}

/** How often trains are asked for, and for how long ahead: twice as long, so that a late answer is not missed. */
export interface TrainPolling {
  readonly everyMs: number;
  readonly windowSeconds: number;
}

const EVERY_MS = 15_000;
const LEAST_MS = 1_000;
/** What the platform tells at once. */
const MAX_WINDOW_SECONDS = 900;

/** @param speed seconds of the platform's time a second */
export function pollingOf(speed: number): TrainPolling {
  const everyMs = Math.max(LEAST_MS, Math.min(EVERY_MS, (MAX_WINDOW_SECONDS * 500) / speed));
  return { everyMs, windowSeconds: Math.min(MAX_WINDOW_SECONDS, Math.ceil((2 * everyMs * speed) / 1_000)) };
}

/** Those under way at `now`, in milliseconds since the epoch; one whose stops are all behind is gone. */
export function trainsAt(trains: readonly Train[], now: number): TrainScene[] {
  return trains.flatMap((train) => sceneOfTrain(train, now) ?? []);
}

/** A straight line between the stations, at an even pace: a street map's width off where tracks bend. */
function sceneOfTrain(train: Train, now: number): TrainScene | undefined {
  const following = train.calls.findIndex(({ arriveTime }) => Date.parse(arriveTime) > now);
  if (following < 1) return undefined;
  const [last, next] = [train.calls[following - 1]!, train.calls[following]!];
  const [from, to] = [Date.parse(last.departTime), Date.parse(next.arriveTime)];
  const share = now <= from ? 0 : (now - from) / (to - from);
  return {
    id: `${train.line.lineId}:${train.serviceDate}:${train.trainId}`,
    train,
    last,
    next,
    position: between(last.position, next.position, share),
    isStanding: now <= from,
  };
}

function between(a: Position, b: Position, share: number): Position {
  // The short way, also where it crosses the 180th meridian.
  const east = ((b.longitude - a.longitude + 540) % 360) - 180;
  return { latitude: a.latitude + (b.latitude - a.latitude) * share, longitude: wrap(a.longitude + east * share) };
}

const wrap = (longitude: number): number => ((longitude + 540) % 360) - 180;
