import { audit } from './audit.js';
import { demandOf } from './demand.js';
import { passesOf } from './fleet.js';
import { POLICIES, type PolicyName, policyOf } from './policies.js';
import { type Day, replay } from './replay.js';
import { handmadeDay, TWO_STATIONS } from './test/handmade.js';
import { surroundingsOf } from './town.js';

const EFFORT = { seed: 1, iterations: 20, plan: { cars: 4, riders: 20 } };
const replayed = (day: Day, name: PolicyName) => replay(day, policyOf(name, EFFORT)).ledger;

describe('a car with three seats, and three riders to places along its way', () => {
  // Two of one area, and between them one of another.
  const day = handmadeDay(
    [
      { place: 1, at: 500 },
      { place: 3, at: 510 },
      { place: 2, at: 520 },
    ],
    [{ eta: 1100, seats: 3 }],
  );

  it.each(['greedy', 'engine'] as const)('%s takes all of them, without a detour', (name) => {
    const { seats, refusals, departTime, endTime } = replayed(day, name);
    expect(refusals).toEqual([]);
    expect([departTime[0], endTime[0]]).toEqual([1100, 1700]);
    // The car calls 300 s before it is there.
    expect(seats.map(({ rider, commitTime, dropoffTime }) => [rider, commitTime, dropoffTime]).sort()).toEqual([
      [0, 800, 1400],
      [1, 800, 1520],
      [2, 800, 1460],
    ]);
  });

  it('first come takes those who go to the area of the first', () => {
    const { seats, refusals } = replayed(day, 'first-come');
    expect(seats.map(({ rider }) => rider)).toEqual([0, 2]);
    expect(refusals).toEqual([{ rider: 1, reason: 'other_area' }]);
  });
});

it.each(['greedy', 'engine'] as const)('%s keeps a promise when somebody joins who goes the other way', (name) => {
  const riders = [
    { place: 1, at: 500 },
    { place: 5, at: 900, ready: 1100 },
  ];
  const { seats } = replayed(handmadeDay(riders, [{ eta: 1100, seats: 2, detourBudgetSeconds: 3000 }]), name);
  // 300 s down the road, and 1100 s back past the station. The other way round the first rider would be home at 3000.
  expect(seats).toMatchObject([
    { rider: 0, commitTime: 800, latestDropoffTime: 1790, dropoffTime: 1400 },
    { rider: 1, commitTime: 1100, dropoffTime: 2500 },
  ]);
});

describe.each(POLICIES)('%s', (name) => {
  it('takes at its arrival who asked after the car came near, and holds until they are there', () => {
    const day = handmadeDay([{ place: 1, at: 900, ready: 1250 }], [{ eta: 1100, seats: 1 }]);
    const { seats, departTime } = replayed(day, name);
    expect(seats).toMatchObject([{ commitTime: 1100, pickupTime: 1250, dropoffTime: 1550 }]);
    expect(departTime[0]).toBe(1250);
  });

  it('leaves behind whom it would have to wait for longer than three minutes', () => {
    const day = handmadeDay([{ place: 1, at: 500, ready: 1281 }], [{ eta: 1100, seats: 1 }]);
    expect(replayed(day, name).refusals).toEqual([{ rider: 0, reason: 'no_driver' }]);
  });

  it('gives up on a rider after 15 minutes at the kerb', () => {
    const day = handmadeDay([{ place: 1, at: 500, ready: 800 }], [{ eta: 1701, seats: 1 }]);
    expect(replayed(day, name).refusals).toEqual([{ rider: 0, reason: 'wait_too_long' }]);
    const justInTime = handmadeDay([{ place: 1, at: 500, ready: 800 }], [{ eta: 1700, seats: 1 }]);
    expect(replayed(justInTime, name).seats).toMatchObject([{ rider: 0, pickupTime: 1700 }]);
  });

  it('does not seat a wheelchair where there is no place for it', () => {
    const day = handmadeDay([{ place: 1, at: 500, wheelchair: true }], [{ eta: 1000, seats: 4 }]);
    expect(replayed(day, name).refusals).toEqual([{ rider: 0, reason: 'no_wheelchair_place' }]);
  });

  it('ends a generated day without a fault, and the same way each time', async () => {
    const around = await surroundingsOf(TWO_STATIONS.stations, undefined, 7);
    const demand = demandOf(TWO_STATIONS, around, { requests: 400, seed: 7 });
    const day = { around, demand, passes: passesOf(TWO_STATIONS, around, { drivers: 30, seed: 7 }) };
    const ledger = replayed(day, name);
    expect(audit(day, ledger)).toEqual([]);
    expect(ledger.seats.length).toBeGreaterThan(50);
    expect(ledger.seats.length + ledger.refusals.length).toBe(400);
    expect(replayed(day, name)).toEqual(ledger);
  });
});
