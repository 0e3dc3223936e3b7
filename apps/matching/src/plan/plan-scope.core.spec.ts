import { at, north } from '../../test/plan-inputs.js';
import type { LiveTrip, Route, WaitingRide } from '../matching.types.js';
import { MAX_RIDES, mostUrgent, placesOf } from './plan-scope.core.js';

const ride = (rideId: string, readyTime: Date, requestTime = at(-600)) =>
  ({ rideId, readyTime, requestTime, destination: { position: north(1000), name: '' } }) as WaitingRide;

it('considers all rides of a usual station', () => {
  const rides = [ride('late', at(60)), ride('early', at(0))];
  expect(mostUrgent(rides)).toEqual({ rides, beyond: [] });
});

it('considers those of a crowd who wait longest, then who asked first', () => {
  const crowd = Array.from({ length: MAX_RIDES - 1 }, (_, i) => ride(`ride ${i}`, at(-i - 1)));
  const [asked, late, latest] = [ride('b', at(0), at(-700)), ride('a', at(0)), ride('c', at(1))];
  const { rides, beyond } = mostUrgent([latest, late, asked, ...crowd]);
  expect(rides).toEqual([...crowd.toReversed(), asked]);
  expect(beyond).toEqual([late, latest]);
});

it('needs the driving times between all places of cars and riders', () => {
  const stops = [1, 2].map((km) => ({
    stationId: `${km}`,
    position: north(km * 1000),
    pickupStatus: 'ahead' as const,
  }));
  const places = placesOf({
    station: { stationId: '1', position: north(1000), timeZone: 'UTC' },
    routes: [{ stops, destination: north(5000) } as unknown as Route],
    trips: [{ destination: north(4000) } as LiveTrip],
    rides: [ride('r', at(0))],
  });
  expect(places).toEqual([1000, 1000, 2000, 5000, 4000, 1000].map(north));
});
