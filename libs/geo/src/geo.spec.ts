import fc from 'fast-check';
import {
  bearing,
  boundingBox,
  distanceMeters,
  interpolate,
  isInside,
  isLatLng,
  roundedPlace,
  travelSeconds,
  walkSeconds,
} from './index.js';
import type { LatLng } from './index.js';

const between = (min: number, max: number) => fc.double({ min, max, noNaN: true, noDefaultInfinity: true });
const anywhere: fc.Arbitrary<LatLng> = fc.record({ latitude: between(-90, 90), longitude: between(-180, 180) });
const city: fc.Arbitrary<LatLng> = fc.record({ latitude: between(40.5, 40.9), longitude: between(-74.2, -73.7) });

const GRAND_CENTRAL = { latitude: 40.751431, longitude: -73.976041 };
const FLUSHING = { latitude: 40.7596, longitude: -73.83003 };
const SEOUL = { latitude: 37.5665, longitude: 126.978 };

describe('distanceMeters', () => {
  it('agrees with published distances', () => {
    expect(distanceMeters(GRAND_CENTRAL, FLUSHING)).toBeCloseTo(12_330, -2);
    const jfk = { latitude: 40.6398, longitude: -73.7789 };
    const heathrow = { latitude: 51.4775, longitude: -0.4614 };
    expect(Math.abs(distanceMeters(jfk, heathrow) / 5_540_000 - 1)).toBeLessThan(0.005);
  });

  it('is symmetric, zero only at home, and obeys the triangle inequality', () => {
    fc.assert(
      fc.property(anywhere, anywhere, anywhere, (a, b, c) => {
        expect(distanceMeters(a, b)).toBeCloseTo(distanceMeters(b, a), 3);
        expect(distanceMeters(a, a)).toBe(0);
        expect(distanceMeters(a, c)).toBeLessThanOrEqual(distanceMeters(a, b) + distanceMeters(b, c) + 0.001);
      }),
    );
  });

  it('does not care about the antimeridian', () => {
    const west = { latitude: 0, longitude: 179.9 };
    const east = { latitude: 0, longitude: -179.9 };
    expect(distanceMeters(west, east)).toBeCloseTo(22_239, -1);
  });
});

describe('interpolate', () => {
  it('starts at a, ends at b, and divides the way in proportion', () => {
    fc.assert(
      fc.property(city, city, between(0, 1), (a, b, fraction) => {
        expect(interpolate(a, b, 0)).toEqual(a);
        expect(interpolate(a, b, 1)).toEqual(b);
        const whole = distanceMeters(a, b);
        expect(Math.abs(distanceMeters(a, interpolate(a, b, fraction)) - whole * fraction)).toBeLessThan(
          0.01 + whole * 1e-6,
        );
      }),
    );
  });

  it('clamps fractions', () => {
    expect(interpolate(GRAND_CENTRAL, FLUSHING, -1)).toEqual(GRAND_CENTRAL);
    expect(interpolate(GRAND_CENTRAL, FLUSHING, 7)).toEqual(FLUSHING);
  });
});

describe('bearing', () => {
  const origin = { latitude: 0, longitude: 0 };
  it.each([
    [0, { latitude: 1, longitude: 0 }],
    [90, { latitude: 0, longitude: 1 }],
    [180, { latitude: -1, longitude: 0 }],
    [270, { latitude: 0, longitude: -1 }],
  ])('is %d° towards %o', (expected, to) => expect(bearing(origin, to)).toBeCloseTo(expected, 9));

  it('stays in 0 … 360', () => {
    fc.assert(
      fc.property(anywhere, anywhere, (a, b) => {
        expect(bearing(a, b)).toBeGreaterThanOrEqual(0);
        expect(bearing(a, b)).toBeLessThan(360);
      }),
    );
  });
});

describe('boundingBox', () => {
  it('holds every point within the radius, anywhere on Earth', () => {
    fc.assert(
      fc.property(anywhere, anywhere, between(0, 1), (center, other, fraction) => {
        const point = interpolate(center, other, fraction);
        expect(isInside(boundingBox(center, distanceMeters(center, point) + 0.01), point)).toBe(true);
      }),
      { numRuns: 1000 },
    );
  });

  it('is tight: its corners are at most √2 radii away', () => {
    const box = boundingBox(GRAND_CENTRAL, 1000);
    const corner = { latitude: box.north, longitude: box.east };
    expect(distanceMeters(GRAND_CENTRAL, corner)).toBeLessThan(1416);
    expect(isInside(box, FLUSHING)).toBe(false);
  });
});

describe('travelSeconds', () => {
  it('is symmetric and obeys the triangle inequality at any hour', () => {
    fc.assert(
      fc.property(city, city, city, between(-48, 48), (a, b, c, hour) => {
        expect(travelSeconds(a, b, hour)).toBeCloseTo(travelSeconds(b, a, hour), 6);
        expect(travelSeconds(a, c, hour)).toBeLessThanOrEqual(
          travelSeconds(a, b, hour) + travelSeconds(b, c, hour) + 1e-6,
        );
      }),
    );
  });

  it('is slower in the peak than at night, and never jumps from one minute to the next', () => {
    expect(travelSeconds(GRAND_CENTRAL, FLUSHING, 17.5)).toBeGreaterThan(
      1.8 * travelSeconds(GRAND_CENTRAL, FLUSHING, 3),
    );
    for (let minute = 0; minute < 24 * 60; minute++) {
      const now = travelSeconds(GRAND_CENTRAL, FLUSHING, minute / 60);
      const next = travelSeconds(GRAND_CENTRAL, FLUSHING, (minute + 1) / 60);
      expect(Math.abs(next / now - 1)).toBeLessThan(0.01);
    }
    expect(travelSeconds(GRAND_CENTRAL, FLUSHING, 24)).toBeCloseTo(travelSeconds(GRAND_CENTRAL, FLUSHING, 0), 9);
  });

  it('takes a plausible time to drive two kilometres at eight in the morning', () => {
    const twoKm = interpolate(FLUSHING, GRAND_CENTRAL, 2000 / distanceMeters(FLUSHING, GRAND_CENTRAL));
    expect(travelSeconds(FLUSHING, twoKm, 8) / 60).toBeGreaterThan(5);
    expect(travelSeconds(FLUSHING, twoKm, 8) / 60).toBeLessThan(12);
  });
});

test('walkSeconds: 400 m as the crow flies takes about six minutes', () => {
  const there = interpolate(FLUSHING, SEOUL, 400 / distanceMeters(FLUSHING, SEOUL));
  expect(walkSeconds(FLUSHING, there)).toBeCloseTo(376, 0);
});

test.each([
  [{ latitude: 90, longitude: -180 }, true],
  [{ latitude: 90.0001, longitude: 0 }, false],
  [{ latitude: 0, longitude: 181 }, false],
  [{ latitude: Number.NaN, longitude: 0 }, false],
  [{ latitude: '40', longitude: 0 }, false],
  [{ latitude: 40 }, false],
  [null, false],
])('isLatLng(%o) is %s', (value, expected) => expect(isLatLng(value)).toBe(expected));

describe('roundedPlace', () => {
  it('gives the middle of a square that is the same for all its points', () => {
    fc.assert(
      fc.property(city, fc.constantFrom(100, 300, 1000), (point, width) => {
        const rounded = roundedPlace(point, width);
        expect(distanceMeters(point, rounded)).toBeLessThanOrEqual(width * Math.SQRT1_2 + 1);
        expect(roundedPlace(rounded, width)).toEqual(rounded);
      }),
    );
  });
});
