import fc from 'fast-check';
import { ALONE } from '@lastmile/party';
import { anInstance, anyInstance, aDriver, aRider, aStop, PLACES } from '../../test/instances.js';
import { planStationInstance } from './engine.core.js';
import type { Budget, StationInstance, StationPlan } from './engine.types.js';
import { TravelMatrix } from './travel-matrix.core.js';

const GREEDY: Budget = { seed: 1, iterations: 0 };
const THOROUGH: Budget = { seed: 1, iterations: 400 };
const joined = ({ drivers }: StationPlan) => drivers.map(({ riders }) => riders.map(({ id }) => id));

describe('planStationInstance', () => {
  it('is never worth less than greedy, nor more than its bound', () => {
    fc.assert(
      fc.property(anyInstance, fc.nat(20), (instance, iterations) => {
        const plan = planStationInstance(instance, { seed: 1, iterations });
        expect(plan.objective).toBeGreaterThanOrEqual(planStationInstance(instance, GREEDY).objective - 1e-6);
        expect(plan.objective).toBeLessThanOrEqual(plan.bound + 1e-6);
      }),
      { numRuns: 300 },
    );
  });

  it('says what its own stops are worth, also where times make no sense together', () => {
    fc.assert(
      fc.property(anyInstance, (instance) => {
        const plan = planStationInstance(instance, { seed: 1, iterations: 30 });
        const points = plan.drivers.map(({ riders, addedSeconds }, i) => {
          if (riders.length === 0) return 0;
          const claim = Math.min(instance.drivers[i]?.claimSeconds ?? 0, 3600) / 120;
          return riders.reduce((sum, { rider, pickupSeconds }) => {
            const { party, ageSeconds, readySeconds } = instance.riders[rider]!;
            const waits = pickupSeconds - Math.max(readySeconds, 0);
            return sum + party.people * (10_000 + Math.min(ageSeconds, 2400) - Math.min(waits, 2400));
          }, claim - addedSeconds);
        });
        expect(plan.objective).toBeCloseTo(
          points.reduce((sum, each) => sum + each, 0),
          5,
        );
      }),
      { numRuns: 300 },
    );
  });

  it('gives the same plan for the same input and seed, whatever the order of the lists', () => {
    fc.assert(
      fc.property(anyInstance, fc.nat(1000), (instance, seed) => {
        const byId = (plan: StationPlan) => ({
          objective: plan.objective.toFixed(6),
          drivers: plan.drivers
            .map(({ id, departSeconds, riders }) => ({ id, departSeconds, riders: riders.map((rider) => rider.id) }))
            .sort((a, b) => (a.id < b.id ? -1 : 1)),
          unserved: plan.unserved.toSorted((a, b) => (a.id < b.id ? -1 : 1)),
        });
        const budget = { seed, iterations: 50 };
        const { drivers, riders } = instance;
        const reversed = { ...instance, drivers: drivers.toReversed(), riders: riders.toReversed() };
        expect(byId(planStationInstance(reversed, budget))).toEqual(byId(planStationInstance(instance, budget)));
      }),
    );
  });

  it('leaves nobody behind whom a car could still take as planned', () => {
    fc.assert(
      fc.property(anyInstance, fc.nat(60), (instance, iterations) => {
        const plan = planStationInstance(instance, { seed: 1, iterations });
        const left = new Set(plan.unserved.map(({ id }) => id));
        expect(left.size + joined(plan).flat().length).toBe(instance.riders.length);
        const again = {
          ...instance,
          drivers: fixed(instance, plan),
          riders: instance.riders.filter(({ id }) => left.has(id)),
        };
        expect(joined(planStationInstance(again, GREEDY)).flat()).toEqual([]);
      }),
      { numRuns: 200 },
    );
  });

  it('proves an everyday station optimal and says so', () => {
    const riders = Array.from({ length: 6 }, (_, i) => aRider({ id: `r${i}`, destination: 2 + i }));
    const plan = planStationInstance(
      anInstance({ drivers: [aDriver(), aDriver({ id: 'd2', seats: 2 })], riders }),
      THOROUGH,
    );
    expect(plan.bound - plan.objective).toBeLessThan(1e-6);
    expect(joined(plan).map(({ length }) => length)).toEqual([3, 2]);
  });

  it('proves nothing where times make no sense together', () => {
    const rows = Array.from({ length: PLACES }, (_, from) =>
      Array.from({ length: PLACES }, (__, to) => (from === to ? 0 : from === 0 && to === 2 ? 4000 : 100)),
    );
    expect(planStationInstance(anInstance({ travel: TravelMatrix.of(rows) }), THOROUGH).bound).toBe(Infinity);
  });

  it('prefers seats to everything, then who asked first, then the shorter way', () => {
    const one = anInstance({ drivers: [aDriver({ seats: 2 })] });
    const party = aRider({ id: 'party', party: { ...ALONE, people: 2 }, ageSeconds: 0 });
    const old = aRider({ id: 'old', ageSeconds: 2400 });
    expect(joined(planStationInstance({ ...one, riders: [party, old] }, THOROUGH))).toEqual([['party']]);

    const seat = anInstance({ drivers: [aDriver({ seats: 1 })] });
    const young = aRider({ id: 'young', ageSeconds: 2000 });
    expect(joined(planStationInstance({ ...seat, riders: [young, old] }, THOROUGH))).toEqual([['old']]);

    const away = aDriver({ id: 'away', destination: 0, straightSeconds: 0 });
    const passing = aDriver({ id: 'passing' });
    const two = anInstance({ drivers: [away, passing], riders: [aRider()] });
    expect(joined(planStationInstance(two, THOROUGH))).toEqual([[], ['r1']]);
  });

  it('gives the rider to the driver who has been empty for longest when all else is equal', () => {
    const drivers = [aDriver({ id: 'a', claimSeconds: 60 }), aDriver({ id: 'b', claimSeconds: 1200 })];
    for (const seed of [1, 2, 3, 4, 5]) {
      expect(joined(planStationInstance(anInstance({ drivers }), { seed, iterations: 100 }))).toEqual([[], ['r1']]);
    }
  });

  it('lets the seed decide between drivers who are equal in everything', () => {
    const instance = anInstance({ drivers: [aDriver({ id: 'a' }), aDriver({ id: 'b' })] });
    const chosen = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10].map((seed) =>
      joined(planStationInstance(instance, { seed, iterations: 100 })).findIndex(({ length }) => length > 0),
    );
    expect(new Set(chosen)).toEqual(new Set([0, 1]));
  });

  it('keeps promised stops in their order and on time, and waits where it must', () => {
    const stops = [aStop({ place: 4, leaveSeconds: 600 }), aStop({ place: 1, latestSeconds: 800 })];
    const driver = aDriver({ stops, destination: 0, straightSeconds: 0, detourBudgetSeconds: 900 });
    const { drivers } = planStationInstance(
      anInstance({ drivers: [driver], riders: [aRider({ destination: 6 })] }),
      THOROUGH,
    );
    expect(drivers[0]?.stops).toEqual([
      { kind: 'rider', index: 0, arriveSeconds: 360 },
      { kind: 'promised', index: 0, arriveSeconds: 480 },
      { kind: 'promised', index: 1, arriveSeconds: 780 },
      { kind: 'destination', index: 0, arriveSeconds: 840 },
    ]);
    // The detour falls into the waiting time at the first stop, so the rider adds nothing.
    expect(drivers[0]).toMatchObject({ addedSeconds: 0, detourSeconds: 840, riders: [{ addedSeconds: 0 }] });
  });

  it.each([
    ['drivers.0.seats', { drivers: [aDriver({ seats: -1 })] }],
    ['drivers.0.seats', { drivers: [aDriver({ seats: 9 })] }],
    ['drivers.0.arriveSeconds', { drivers: [aDriver({ arriveSeconds: NaN })] }],
    ['drivers.0.destination', { drivers: [aDriver({ destination: PLACES })] }],
    ['drivers.0.detourBudgetSeconds', { drivers: [aDriver({ detourBudgetSeconds: 7201 })] }],
    ['drivers.0.stops.0.latestSeconds', { drivers: [aDriver({ stops: [aStop({ latestSeconds: NaN })] })] }],
    ['drivers.0.stops.0.leaveSeconds', { drivers: [aDriver({ stops: [aStop({ leaveSeconds: Infinity })] })] }],
    ['drivers.0.stops', { drivers: [aDriver({ stops: Array.from({ length: 25 }, () => aStop()) })] }],
    ['drivers.1.id', { drivers: [aDriver(), aDriver()] }],
    ['riders.0.party.people', { riders: [aRider({ party: { ...ALONE, people: 0 } })] }],
    ['riders.0.party.people', { riders: [aRider({ party: { ...ALONE, people: 1.5 } })] }],
    ['riders.0.destination', { riders: [aRider({ destination: NaN })] }],
    ['riders.0.readySeconds', { riders: [aRider({ readySeconds: Infinity })] }],
    ['riders.0.maxRideSeconds', { riders: [aRider({ maxRideSeconds: -1 })] }],
    ['riders.1.id', { riders: [aRider(), aRider()] }],
    ['riders', { riders: Array.from({ length: 10_000 }, (_, i) => aRider({ id: `r${i}` })) }],
    ['drivers', { drivers: Array.from({ length: 101 }, (_, i) => aDriver({ id: `d${i}` })) }],
    ['station', { station: -1 }],
    ['maxHoldSeconds', { maxHoldSeconds: NaN }],
  ])('refuses a bad %s', (field, change) => {
    expect(() => planStationInstance(anInstance(change), THOROUGH)).toThrow(
      expect.objectContaining({ kind: 'invalid_argument', metadata: { field } }),
    );
  });

  it.each([
    ['travelSeconds.1', [[0, 1], [1]]],
    [
      'travelSeconds.0.1',
      [
        [0, NaN],
        [1, 0],
      ],
    ],
    [
      'travelSeconds.1.0',
      [
        [0, 1],
        [-1, 0],
      ],
    ],
  ])('refuses a matrix with a bad %s', (field, rows) => {
    expect(() => TravelMatrix.of(rows)).toThrow(expect.objectContaining({ metadata: { field } }));
  });

  it('answers for the largest crowd it takes', () => {
    const drivers = Array.from({ length: 100 }, (_, i) =>
      aDriver({ id: `d${i}`, destination: 1 + (i % 11), seats: 4 }),
    );
    const riders = Array.from({ length: 500 }, (_, i) => aRider({ id: `r${i}`, destination: 1 + (i % 11) }));
    const plan = planStationInstance(anInstance({ drivers, riders }), { seed: 1, iterations: 1 });
    expect(joined(plan).flat().length).toBe(400);
    expect(plan.unserved).toHaveLength(100);
    expect(plan.unserved.every(({ reason }) => reason === 'outranked')).toBe(true);
  });
});

/** The plan's drivers with their joined riders as promises, to check those left behind again. */
function fixed(instance: StationInstance, plan: StationPlan) {
  return plan.drivers.map((each, i) => {
    const driver = instance.drivers[i] as StationInstance['drivers'][number];
    const stops = each.stops.slice(0, -1).map(({ kind, index }) => {
      if (kind === 'promised') return driver.stops[index] as (typeof driver.stops)[number];
      const rider = instance.riders[index] as StationInstance['riders'][number];
      const pickup = each.riders.find((joining) => joining.rider === index)?.pickupSeconds as number;
      return aStop({ place: rider.destination, latestSeconds: pickup + rider.maxRideSeconds });
    });
    const of = (index: number) => instance.riders[index] as StationInstance['riders'][number];
    const seats = driver.seats - each.riders.reduce((sum, { rider }) => sum + of(rider).party.people, 0);
    const wheelchairPlaces =
      driver.wheelchairPlaces - each.riders.filter(({ rider }) => of(rider).party.wheelchair).length;
    return { ...driver, stops, seats, wheelchairPlaces, departSeconds: each.departSeconds };
  });
}
