import { LiveLocationsService, MAX_DRIVERS } from './live-locations.service.js';
import type { StoredLocation } from '../location.types.js';
import type { PositionFeed } from './position.feed.js';
import type { PositionRepository } from '../fixes/position.repository.js';

it('refuses drivers above the limit by id, and goes on with the others', async () => {
  let change: (location: StoredLocation) => void = () => undefined;
  const feed = { onChange: (listener: typeof change) => (change = listener), onResume: () => undefined };
  const positions = { list: () => Promise.resolve([]) };
  const live = new LiveLocationsService(positions as unknown as PositionRepository, feed as unknown as PositionFeed);
  const seen: string[] = [];
  const subscription = live.subscribe(({ driverId }) => seen.push(driverId));

  const many = Array.from({ length: MAX_DRIVERS - 1 }, (_, i) => `d${i}`);
  expect(await subscription.add(many)).toEqual([]);
  expect(await subscription.add(['last', 'one-more', 'another'])).toEqual(['one-more', 'another']);
  for (const driverId of ['d0', 'last', 'one-more']) change({ driverId, fix: { time: new Date() } } as StoredLocation);
  expect(seen).toEqual(['d0', 'last']);

  subscription.remove(['d0']);
  expect(await subscription.add(['one-more'])).toEqual([]);
});
