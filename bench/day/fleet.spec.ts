import { type Passes, passesOf } from './fleet.js';
import { TWO_STATIONS } from './test/handmade.js';
import { surroundingsOf } from './town.js';

async function passes(drivers: number, seed = 1): Promise<Passes> {
  return passesOf(TWO_STATIONS, await surroundingsOf(TWO_STATIONS.stations, undefined, 1), { drivers, seed });
}

/** Each pass as text, those of the first drivers only. */
function passesOfFirst(all: Passes, drivers: number): string[] {
  const rows = Array.from({ length: all.length }, (_, i) => i).filter((i) => all.driver[i]! < drivers);
  return rows.map((i) => [all.driver[i], all.eta[i], all.station[i], all.destination[i], all.seats[i]].join(' '));
}

describe('passesOf', () => {
  it('is the same for the same seed, and another for another', async () => {
    expect(await passes(20)).toEqual(await passes(20));
    expect(await passes(20, 2)).not.toEqual(await passes(20, 1));
  });

  it('a larger fleet holds the smaller one', async () => {
    expect(passesOfFirst(await passes(40), 20).sort()).toEqual(passesOfFirst(await passes(20), 20).sort());
  });

  it('is in the order of arrival, with every driver away until even the longest detour is over', async () => {
    const { length, driver, eta, straightSeconds, detourBudgetSeconds } = await passes(40);
    expect(eta).toEqual(eta.toSorted());
    const free = new Map<number, number>();
    for (let i = 0; i < length; i++) {
      expect(eta[i]!).toBeGreaterThan(free.get(driver[i]!) ?? 0);
      free.set(driver[i]!, eta[i]! + straightSeconds[i]! + detourBudgetSeconds[i]!);
    }
    expect(free.size).toBe(40);
  });
});
