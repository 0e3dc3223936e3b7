import { interpolate, type LatLng } from '@lastmile/geo';
import { fareFor } from './fare.core.js';

const tariff = { currency: 'USD', baseMinor: 300, perKmMinor: 120 };
const kerb: LatLng = { latitude: 40.7596, longitude: -73.83 };
/** A degree of latitude is 111,195 m on the sphere that libs/geo uses. */
const twoKmNorth = interpolate(kerb, { latitude: 41.7596, longitude: -73.83 }, 2000 / 111_195);

test.each([
  [kerb, 1, 300],
  [twoKmNorth, 1, 540],
  [twoKmNorth, 3, 1620],
])('to %o for %i: %i', (to, people, amountMinor) =>
  expect(fareFor(tariff, kerb, to, people)).toEqual({ currency: 'USD', amountMinor }),
);
