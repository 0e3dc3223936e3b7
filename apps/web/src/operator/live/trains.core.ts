// Calculates from the timetable where trains are between their stations. Pure.
import type { Position, Schemas } from '../../api/api.types';

export type Train = Schemas['Train'];
export type TrainCall = Schemas['TrainCall'];

export interface TrainScene {
  /** Unique for a train and service day, also if several feeds use the same train ids. */
  readonly id: string;
  readonly train: Train;
  readonly position: Position;
  /** The stop where it is, or the last one that it left. */
  readonly last: TrainCall;
  readonly next: TrainCall;
  readonly isStanding: boolean;
}

/** How often trains are requested, and for how long ahead: twice the interval, so that a late response leaves no gap. */
export interface TrainPolling {
  readonly everyMs: number;
  readonly windowSeconds: number;
}

const EVERY_MS = 15_000;
const LEAST_MS = 1_000;
/** The platform's limit for one request. */
const MAX_WINDOW_SECONDS = 900;

/** @param speed seconds of the platform's time per real second */
export function pollingOf(speed: number): TrainPolling {
  const everyMs = Math.max(LEAST_MS, Math.min(EVERY_MS, (MAX_WINDOW_SECONDS * 500) / speed));
  return { everyMs, windowSeconds: Math.min(MAX_WINDOW_SECONDS, Math.ceil((2 * everyMs * speed) / 1_000)) };
}

/** The trains under way at `now`, in milliseconds since the epoch; a train after its last stop is left out. */
export function trainsAt(trains: readonly Train[], now: number): TrainScene[] {
  return trains.flatMap((train) => sceneOfTrain(train, now) ?? []);
}

/** Interpolates at constant speed on a straight line between the stations, so it is not exact where tracks are curved. */
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
  // The shorter way, also across the 180th meridian.
  const east = ((b.longitude - a.longitude + 540) % 360) - 180;
  return { latitude: a.latitude + (b.latitude - a.latitude) * share, longitude: wrap(a.longitude + east * share) };
}

const wrap = (longitude: number): number => ((longitude + 540) % 360) - 180;
