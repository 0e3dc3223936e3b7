// Links that show one trip to whoever has them.
import { answerOf, api, keyed } from './client';

export interface ShareLink {
  readonly token: string;
  readonly url: string;
  readonly expireTime: string;
}

/** The trip's link; asked again it is another one. Rejects with ApiProblem. */
export function shareTrip(tripId: string, key: string): Promise<ShareLink> {
  const call = api.POST(
    '/v1/trips/{tripId}/share' as never,
    { params: { ...keyed(key), path: { tripId } }, body: {} } as never,
  );
  return answerOf(call as never);
}
