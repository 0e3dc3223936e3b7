// The two kinds of Match that are measured, and what each of their Matches was seen to do.
import { randomUUID } from 'node:crypto';
import { MatchRequest, MatchResponse } from '@lastmile/contracts';
import type { RawClient } from './raw-client.js';
import type { Recording } from './recording.js';
import type { BusyStation } from './stations.js';

export const MATCH = '/lastmile.matching.v1.MatchingService/Match';

export interface Scenario {
  readonly name: 'empty' | 'commit';
  readonly stations: readonly BusyStation[];
}

/** A Match that was made once to see what it does. */
export interface SeenMatch {
  readonly request: Buffer;
  readonly response: Buffer;
  readonly requestId: string;
}

export async function match(
  client: RawClient,
  { stationId, approaching }: BusyStation,
  idPrefix = '',
): Promise<SeenMatch> {
  const requestId = `${idPrefix}${randomUUID()}`;
  const driverId = approaching[0]?.driverId ?? '';
  const message = { requestId, driverId, stationId, approaching: [...approaching] };
  const request = Buffer.from(MatchRequest.encode(message).finish());
  return { requestId, request, response: await client.call(MATCH, request, { 'lastmile-request-id': requestId }) };
}

/** A Match with everything it makes others do. */
export interface KnownMatch extends SeenMatch, Recording {}

/** One of middling size, to stand for all where only bytes matter. */
export function typicalOf(matches: readonly KnownMatch[]): KnownMatch {
  const bySize = matches.toSorted((a, b) => a.response.length - b.response.length);
  const typical = bySize[bySize.length >> 1];
  if (!typical) throw new Error('a scenario without Matches');
  return typical;
}

export const tripsOf = ({ response }: SeenMatch): number => MatchResponse.decode(response).trips.length;

/** @throws Error when the Matches were not what the scenario says: then the bench would measure something else */
export function checkSeen({ name }: Scenario, seen: readonly KnownMatch[]): void {
  for (const { response, calls, units } of seen) {
    const { trips, plan, unserved } = MatchResponse.decode(response);
    const riders = plan.reduce((sum, { stops }) => sum + stops.length, 0) + unserved.length;
    const summary = `${trips.length} trips, ${riders} riders, ${calls.length} calls, ${units.length} units of SQL`;
    const isRight = name === 'empty' ? trips.length === 0 && riders === 0 : trips.length > 0 && riders >= 20;
    if (!isRight || calls.length < 5 || units.length < 5)
      throw new Error(`a Match of kind ${name} did this: ${summary}`);
  }
}
