// Sends the request. A rider without a profile gets one first.
import { answerOf, api, keyed, type Ride } from '../../api/client';
import { ApiProblem } from '../../api/problem';
import { currentSession } from '../../session/session';
import type { Wish } from '../rider.queries';

/** @param key of the tap: a repeat with the same key has no further effect. Rejects with ApiProblem. */
export async function requestRide(wish: Wish, key: string): Promise<Ride> {
  const send = () => answerOf(api.POST('/v1/rides', { params: keyed(key), body: wish }));
  try {
    return await send();
  } catch (error) {
    if (!(error instanceof ApiProblem) || error.reason !== 'RIDER_NOT_REGISTERED') throw error;
    const body = { name: currentSession()?.user.displayName ?? '', wheelchair: wish.party.wheelchair ?? false };
    await answerOf(api.PUT('/v1/riders/me', { params: keyed(`${key}-profile`), body }));
    return send();
  }
}
