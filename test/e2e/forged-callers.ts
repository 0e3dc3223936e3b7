// Somebody beside the platform who says to be one of its services: part of `npm test` and of `npm run test:attack`.
import { randomUUID } from 'node:crypto';
import type { E2eCity } from './city.js';
import { tryEverything, type Attempt } from './forgery.js';

/** @param of the platform and an operator's access token, asked for once the tests run */
export function describeForgedCallers(of: () => { city: E2eCity; operator: string }): void {
  describe('a forged caller', () => {
    const services = ['user', 'driver', 'rider', 'station', 'location', 'matching', 'trip', 'notification'];
    const attack = (headersFor: (service: string) => Record<string, string>) =>
      tryEverything((service) => of().city.platform.addressOf(service), services, headersFor);
    const notRefused = (attempts: Attempt[], ...reasons: string[]) =>
      attempts.filter(({ reason }) => !reasons.includes(reason));

    it('is refused by every RPC of every service, SetUserRole, GetTripDetails and SendNotification among them', async () => {
      const headers = {
        'lastmile-user-id': randomUUID(),
        'lastmile-roles': 'operator,service',
        'lastmile-service': 'gateway',
      };
      const attempts = await attack(() => headers);
      for (const rpc of ['user SetUserRole', 'trip GetTripDetails', 'notification SendNotification'])
        expect(attempts.map((each) => each.rpc)).toContain(rpc);
      expect(notRefused(attempts, 'SERVICE_TOKEN_MISSING')).toEqual([]);
    });

    it("is refused with a person's token alone, an operator's included", async () => {
      const attempts = await attack(() => ({ authorization: `Bearer ${of().operator}` }));
      expect(notRefused(attempts, 'SERVICE_TOKEN_MISSING')).toEqual([]);
    });

    it('is refused with the proof that another service was sent', async () => {
      const attempts = await attack((service) => ({
        'lastmile-service-token': of().city.ring.serviceToken(service === 'user' ? 'trip' : 'user', 'gateway'),
      }));
      // Matching takes no call from the gateway at all.
      expect(notRefused(attempts, 'SERVICE_TOKEN_INVALID', 'CALLER_NOT_DECLARED')).toEqual([]);
    });

    it('is refused as a service that may not make the call, with its real key', async () => {
      const attempts = await attack((service) => ({
        'lastmile-service-token': of().city.ring.serviceToken(service, 'notification'),
        'lastmile-for-itself': '1',
      }));
      // It asks for the keys of access tokens and for those that were revoked, and for nothing else.
      const answered = notRefused(attempts, 'CALLER_NOT_DECLARED').map(({ rpc }) => rpc);
      expect(answered.toSorted()).toEqual(['user GetJsonWebKeySet', 'user ListRevocations']);
    });
  });
}
