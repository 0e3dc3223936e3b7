import fc from 'fast-check';
import { distanceMeters } from '@lastmile/geo';
import { driveAt, planDrive } from './drive.core.js';

const point = fc.record({
  latitude: fc.double({ min: 40.6, max: 40.9, noNaN: true }),
  longitude: fc.double({ min: -74.1, max: -73.7, noNaN: true }),
});
const waypoints = fc.array(point, { minLength: 2, maxLength: 6 });
const hour = fc.double({ min: 0, max: 24, noNaN: true });

describe('driveAt', () => {
  it('starts at the first waypoint and ends at the last', () => {
    fc.assert(
      fc.property(waypoints, hour, (points, at) => {
        const drive = planDrive(points, at);
        expect(distanceMeters(driveAt(drive, -1).position, points[0]!)).toBeLessThan(0.01);
        const end = driveAt(drive, drive.seconds + 1);
        expect(end).toMatchObject({ position: points.at(-1), finished: true, speedMetersPerSecond: 0 });
      }),
    );
  });

  it('never moves faster than the speed it reports, nor than a car in a city', () => {
    fc.assert(
      fc.property(waypoints, hour, fc.double({ min: 0, max: 3_000, noNaN: true }), (points, at, seconds) => {
        const drive = planDrive(points, at);
        const [before, after] = [driveAt(drive, seconds), driveAt(drive, seconds + 5)];
        expect(distanceMeters(before.position, after.position)).toBeLessThanOrEqual(5 * 12);
        expect(before.speedMetersPerSecond).toBeLessThan(12);
      }),
    );
  });
});
