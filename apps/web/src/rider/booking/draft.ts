// A rider's choices so far. They are in the page's address, so a reload, a lost network or the back button lose
// nothing, and they can be shared as a link.
import type { PartyWish, Position } from '../../api/client';
import { partyOfQuery, setParty } from '../../party/party-query';

export interface Destination {
  readonly name: string;
  readonly position: Position;
}

export interface Draft {
  readonly stationId?: string;
  readonly trainId?: string;
  readonly serviceDate?: string;
  readonly destination?: Destination;
  readonly party: PartyWish;
  readonly maxWaitSeconds: number;
}

/** Waiting times at the pickup point that a rider may choose, in seconds. */
export const WAITS = [300, 600, 900, 1_200, 1_800] as const;
const DEFAULT_WAIT_SECONDS = 900;

/** Reads valid values; invalid ones are treated as not chosen. */
export function draftOf(query: URLSearchParams): Draft {
  const wait = Number(query.get('wait'));
  const stationId = query.get('station') || undefined;
  const trainId = (stationId && query.get('train')) || undefined;
  return {
    stationId,
    trainId,
    serviceDate: (trainId && query.get('date')) || undefined,
    destination: stationId ? destinationOf(query) : undefined,
    party: partyOfQuery(query),
    maxWaitSeconds: WAITS.find((each) => each === wait) ?? DEFAULT_WAIT_SECONDS,
  };
}

export function queryOf(draft: Draft): URLSearchParams {
  const { stationId, trainId, serviceDate, destination, party, maxWaitSeconds } = draft;
  const query = new URLSearchParams();
  if (stationId) query.set('station', stationId);
  if (trainId && serviceDate) {
    query.set('train', trainId);
    query.set('date', serviceDate);
  }
  if (destination) {
    const { latitude, longitude } = destination.position;
    query.set('to', `${latitude.toFixed(5)},${longitude.toFixed(5)}`);
    query.set('toName', destination.name);
  }
  setParty(query, party);
  if (maxWaitSeconds !== DEFAULT_WAIT_SECONDS) query.set('wait', String(maxWaitSeconds));
  return query;
}

function destinationOf(query: URLSearchParams): Destination | undefined {
  const match = /^(-?\d{1,2}(?:\.\d+)?),(-?\d{1,3}(?:\.\d+)?)$/.exec(query.get('to') ?? '');
  if (!match) return undefined;
  const position = { latitude: Number(match[1]), longitude: Number(match[2]) };
  if (Math.abs(position.latitude) > 90 || Math.abs(position.longitude) > 180) return undefined;
  return { name: (query.get('toName') ?? '').slice(0, 200), position };
}
