import type { InstanceJson } from './instance.types.js';
import { problemsOf, type DriverLine, type PlanLine } from './plan-check.js';

// The station at 0, places a minute apart on a line; one car with a promised stop, three riders of whom two join.
const travelSeconds = [0, 1, 2, 3, 4].map((from) => [0, 1, 2, 3, 4].map((to) => Math.abs(from - to) * 60));
const wants = { readySeconds: 0, latestPickupSeconds: 300, maxRideSeconds: 400, ageSeconds: 100 };
const station: InstanceJson = {
  travelSeconds,
  drivers: [
    {
      id: 'd1',
      arriveSeconds: 30,
      seats: 3,
      wheelchairPlaces: 0,
      destination: 4,
      detourBudgetSeconds: 240,
      stops: [{ place: 3, latestSeconds: 400 }],
      claimSeconds: 600,
    },
  ],
  riders: [
    { ...wants, id: 'near', destination: 1 },
    { ...wants, id: 'far', destination: 2, readySeconds: 60, partySize: 2 },
    { ...wants, id: 'left', destination: 2, excludedDrivers: ['d1'] },
  ],
};
const driver: DriverLine = {
  id: 'd1',
  departSeconds: 60,
  riders: ['near', 'far'],
  stops: [
    { rider: 'near', arriveSeconds: 120 },
    { rider: 'far', arriveSeconds: 180 },
    { promised: 0, arriveSeconds: 240 },
    { destination: true, arriveSeconds: 300 },
  ],
  detourSeconds: 30,
  addedSeconds: 30,
};
// near: 10000 + 100 - 30 waited; far: twice 10000 + 100 - 0; the car: 30 s more, 600 s empty.
const objective = 10_070 + 20_200 - 30 + 5;
const plan: PlanLine = {
  name: 'a',
  objective,
  bound: objective,
  optimal: true,
  drivers: [driver],
  unserved: [{ id: 'left', reason: 'drivers_excluded' }],
};
const nobody = station.riders.map(({ id }) => ({ id, reason: 'outranked' }));
const ghost = driver.stops.with(0, { rider: 'ghost', arriveSeconds: 120 });
const withDriver = (change: Partial<DriverLine>): PlanLine => ({ ...plan, drivers: [{ ...driver, ...change }] });
const withCar = (change: object): InstanceJson => ({ ...station, drivers: [{ ...station.drivers[0]!, ...change }] });
const withRider = (index: number, change: object): InstanceJson => ({
  ...station,
  riders: station.riders.map((each, i) => (i === index ? { ...each, ...change } : each)),
});

describe('problemsOf', () => {
  it('finds nothing wrong with a plan that keeps the rules', () => {
    expect(problemsOf(station, plan)).toEqual([]);
  });

  it.each<[string, InstanceJson, PlanLine]>([
    ['named exactly once', station, { ...plan, unserved: [] }],
    ['named exactly once', station, { ...plan, unserved: [...plan.unserved, { id: 'far', reason: 'no_seat' }] }],
    ['drivers are not', station, { ...plan, drivers: [] }],
    ['drivers are not', station, { ...plan, drivers: [driver, { ...driver, id: 'd2', riders: [], stops: [] }] }],
    ['no driver d7', station, { ...plan, unserved: [{ id: 'left', reason: 'no_seat', driver: 'd7' }] }],
    ['no reason', station, { ...plan, unserved: [{ id: 'left', reason: 'because' }] }],
    ['riders and drop-offs differ', station, withDriver({ stops: driver.stops.slice(1) })],
    ['promised stops changed', station, withDriver({ stops: driver.stops.toSpliced(2, 1) })],
    ['riders and drop-offs differ', station, withDriver({ stops: [driver.stops[0]!, ...driver.stops] })],
    ['stops that are none', station, withDriver({ stops: [{ arriveSeconds: 60 }, ...driver.stops] })],
    ['two at once', station, withDriver({ stops: driver.stops.with(2, { ...driver.stops[2]!, destination: true }) })],
    ['does not end', station, withDriver({ stops: [{ destination: true, arriveSeconds: 300 }, ...driver.stops] })],
    ['does not end', withCar({ stops: [] }), { ...withDriver({ stops: [], riders: [] }), unserved: nobody }],
    ['named exactly once', station, withDriver({ riders: ['ghost', 'far'], stops: ghost })],
    ['named exactly once', station, { ...plan, drivers: [driver, { ...driver, id: 'd2' }] }],
    ['does not end', station, withDriver({ stops: driver.stops.slice(0, 3) })],
    ['departs at 60', station, withDriver({ departSeconds: 30 })],
    ['is reached at 180', station, withDriver({ stops: driver.stops.with(1, { rider: 'far', arriveSeconds: 181 }) })],
    ['detour is 30', station, withDriver({ detourSeconds: 0 })],
    ['added is 30', station, withDriver({ addedSeconds: 0 })],
    ['more people than seats', withCar({ seats: 2 }), plan],
    ['more wheelchairs', withRider(0, { wheelchair: true }), plan],
    ['stands too long', { ...station, maxHoldSeconds: 20 }, plan],
    ['breaks a promise', withCar({ stops: [{ place: 3, latestSeconds: 239 }] }), plan],
    ['even alone', { ...station, travelSeconds: travelSeconds.with(0, [0, 60, 120, 500, 240]) }, plan],
    ['detour over its budget', withCar({ detourBudgetSeconds: 29 }), plan],
    ['far rides too long', withRider(1, { maxRideSeconds: 119 }), plan],
    ['near waits too long', withRider(0, { latestPickupSeconds: 29 }), plan],
    ['may not ride with it', withRider(1, { excludedDrivers: ['d1'] }), plan],
    [`is really ${objective}`, station, { ...plan, objective: objective - 1 }],
    ['above its bound', station, { ...plan, bound: objective - 1 }],
    ['does not follow', station, { ...plan, bound: objective + 1 }],
    ['does not follow', station, { ...plan, optimal: false }],
    ['could still take left in d1', withCar({ seats: 4 }), { ...plan }],
  ])('finds: %s', (problem, instance, line) => {
    const asked = problem.startsWith('could')
      ? { ...instance, riders: withRider(2, { excludedDrivers: [] }).riders }
      : instance;
    expect(problemsOf(asked, line).join()).toContain(problem);
  });

  it('asks nothing of a car that nobody joins, not even the promises it cannot keep', () => {
    const late = { ...withCar({ stops: [{ place: 3, latestSeconds: 100 }], detourBudgetSeconds: 0 }), riders: [] };
    const stops = [
      { promised: 0, arriveSeconds: 210 },
      { destination: true, arriveSeconds: 270 },
    ];
    const idle = withDriver({ departSeconds: 30, riders: [], stops, detourSeconds: 0, addedSeconds: 0 });
    expect(problemsOf(late, { ...idle, objective: 0, bound: 0, unserved: [] })).toEqual([]);
  });

  it('asks no car to take a rider whom it could not pick up in time', () => {
    const seats = withCar({ seats: 4 });
    const left = { ...wants, id: 'left', destination: 2, latestPickupSeconds: 29 };
    expect(problemsOf({ ...seats, riders: seats.riders.with(2, left) }, plan)).toEqual([]);
  });
});
