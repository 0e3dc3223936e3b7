import { outcomeOf } from './match-outcome.core.js';

const time = new Date('2026-09-23T12:00:00Z');
const rides = (reason: string, count: number) => Array.from({ length: count }, () => ({ rideId: 'r', reason }));

it('counts who stayed behind, the most frequent reason first, and names nobody', () => {
  const unserved = [...rides('NO_SEAT', 1), ...rides('OUTRANKED', 2), ...rides('DETOUR_TOO_LONG', 1)];
  expect(outcomeOf({ trips: ['a', 'b'], unserved }, time)).toEqual({
    time,
    tripCount: 2,
    leftBehind: [
      { reason: 'OUTRANKED', rideCount: 2 },
      { reason: 'DETOUR_TOO_LONG', rideCount: 1 },
      { reason: 'NO_SEAT', rideCount: 1 },
    ],
  });
});

it('has nothing to tell where nobody waits', () => {
  expect(outcomeOf({ trips: [], unserved: [] }, time)).toEqual({ time, tripCount: 0, leftBehind: [] });
});
