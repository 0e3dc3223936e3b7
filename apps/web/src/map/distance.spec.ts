import { distanceMeters } from './distance';

describe('distanceMeters', () => {
  it('a degree of latitude is 111.2 km everywhere', () => {
    for (const latitude of [-80, 0, 51]) {
      const apart = distanceMeters({ latitude, longitude: 7 }, { latitude: latitude + 1, longitude: 7 });
      expect(apart).toBeCloseTo(111_195, -1);
    }
  });

  it('crosses the date line the short way', () => {
    expect(distanceMeters({ latitude: 0, longitude: 179.9 }, { latitude: 0, longitude: -179.9 })).toBeLessThan(22_300);
  });

  it('is nothing from a place to itself, and half the earth to the other side', () => {
    const here = { latitude: 40.7, longitude: -73.8 };
    expect(distanceMeters(here, here)).toBe(0);
    expect(distanceMeters(here, { latitude: -40.7, longitude: 106.2 })).toBeCloseTo(20_015_000, -4);
  });
});
