import fc from 'fast-check';
import { milestonesOf, withMilestone } from './milestones.core.js';
import { fixAt, noonPlus, north, stopAt, trip, duty } from '../duty/duty.fixture.js';

const kinds = (...args: Parameters<typeof milestonesOf>) => milestonesOf(...args).map(({ kind }) => kind);

describe('a car at a station', () => {
  it('arrives within 120 m and has passed 200 m away, each once', () => {
    const drive = [fixAt(0, -400), fixAt(60.1, -121), fixAt(70, -119), fixAt(80, 20), fixAt(90, 199), fixAt(95, 206)];
    const trips = [
      trip('waits', 'scheduled'),
      trip('rides', 'active'),
      trip('elsewhere', 'scheduled', { stationId: 'x' }),
    ];
    const found = milestonesOf(duty({ trips }), [...drive, fixAt(99, 10), fixAt(120, 900)], []);
    expect(found).toEqual([
      { kind: 'station_reached', stationId: 's', tripIds: ['waits'], time: noonPlus(70), fix: drive[2] },
      { kind: 'pickup_passed', stationId: 's', tripIds: ['waits'], time: noonPlus(95), fix: drive[5] },
    ]);
    expect(milestonesOf(found.reduce(withMilestone, duty({ trips })), drive, [])).toEqual([]);
  });

  it('does not flap, however the fixes scatter around the 120 m', () => {
    const scatter = fc.array(fc.integer({ min: 60, max: 180 }), { minLength: 1, maxLength: 50 });
    fc.assert(
      fc.property(scatter, (meters) => {
        const fixes = meters.map((each, i) => fixAt(i, each));
        expect(kinds(duty(), fixes, []).filter((kind) => kind === 'pickup_passed')).toEqual([]);
        expect(kinds(duty(), fixes, []).length).toBeLessThanOrEqual(1);
      }),
    );
  });

  it('proves nothing by a fix less sure than the radius, neither coming nor going', () => {
    expect(kinds(duty(), [fixAt(0, 10, 121)], [])).toEqual([]);
    expect(kinds(duty(), [fixAt(0, 10), fixAt(5, 250, 100)], [])).toEqual(['station_reached']);
  });

  it('is seen between two fixes a minute apart, not more', () => {
    const [arrival] = milestonesOf(duty({ fix: fixAt(0, -600) }), [fixAt(60, 600)], []);
    expect(arrival).toMatchObject({ kind: 'station_reached', time: noonPlus(30) });
    expect(milestonesOf(duty({ fix: fixAt(0, -600) }), [fixAt(61, 600)], [])).toEqual([]);
  });

  it('is seen by a fix that comes late, at its own time', () => {
    const found = milestonesOf(duty({ fix: fixAt(500, 5_000) }), [], [fixAt(100, 50)]);
    expect(found).toMatchObject([{ kind: 'station_reached', time: noonPlus(100) }]);
  });

  it('passes no station it was not at', () => {
    const stops = [stopAt('s', 0), stopAt('t', 10_000)];
    expect(milestonesOf(duty({ stops }), [fixAt(0, 9_000), fixAt(90, 9_950)], [])).toMatchObject([{ stationId: 't' }]);
  });
});

describe('a car at a destination', () => {
  const rides = trip('rides', 'active', { destination: north(3_000), boardTime: noonPlus(10) });

  it('reaches it within 150 m, once', () => {
    const found = milestonesOf(duty({ trips: [rides] }), [fixAt(200, 2_849), fixAt(210, 2_851), fixAt(220, 3_000)], []);
    expect(found).toMatchObject([{ kind: 'dropoff_reached', tripIds: ['rides'], stationId: 's', time: noonPlus(210) }]);
  });

  it.each(['offered', 'scheduled', 'arrived'] as const)('does not for a rider who is %s', (status) => {
    expect(milestonesOf(duty({ trips: [{ ...rides, status }] }), [fixAt(200, 3_000)], [])).toEqual([]);
  });

  it('did not before the rider got in', () => {
    expect(milestonesOf(duty({ trips: [rides], fix: fixAt(500, 0) }), [], [fixAt(9, 3_000)])).toEqual([]);
  });
});
