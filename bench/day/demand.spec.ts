import { type Demand, demandOf } from './demand.js';
import { TWO_STATIONS } from './test/handmade.js';
import { surroundingsOf } from './town.js';

const REQUESTS = 5000;

async function demand(seed: number): Promise<Demand> {
  const around = await surroundingsOf(TWO_STATIONS.stations, undefined, seed);
  return demandOf(TWO_STATIONS, around, { requests: REQUESTS, seed });
}

describe('demandOf', () => {
  it('is the same for the same seed, and another for another', async () => {
    expect(await demand(1)).toEqual(await demand(1));
    expect(await demand(2)).not.toEqual(await demand(1));
  });

  it('makes as many requests as asked for, in the order they are made, each before its real train', async () => {
    const { requestTime, trainTime, readyTime, station } = await demand(1);
    expect(requestTime).toHaveLength(REQUESTS);
    expect(requestTime).toEqual(requestTime.toSorted());
    const { calls } = TWO_STATIONS;
    const trains = new Set(Array.from(calls.arrive, (time, i) => `${calls.station[i]} ${time}`));
    for (let i = 0; i < REQUESTS; i++) {
      expect(trains.has(`${station[i]} ${trainTime[i]}`)).toBe(true);
      expect(requestTime[i]!).toBeLessThanOrEqual(trainTime[i]! - 120);
      expect(readyTime[i]!).toBeGreaterThanOrEqual(trainTime[i]! + 120);
    }
  });

  it('sends more people at eight than at six, and to real drives', async () => {
    const { trainTime, directSeconds } = await demand(1);
    const during = (hour: number) => trainTime.filter((time) => Math.floor(time / 3600) === hour).length;
    expect(during(8)).toBeGreaterThan(1.5 * during(6));
    expect(Math.min(...directSeconds)).toBeGreaterThan(60);
    expect(Math.max(...directSeconds)).toBeLessThan(30 * 60);
  });

  it('has parties and a few wheelchairs', async () => {
    const { people, wheelchair } = await demand(1);
    expect([...new Set(people)].sort()).toEqual([1, 2, 3]);
    const wheelchairs = wheelchair.reduce((sum, one) => sum + one, 0);
    expect(wheelchairs).toBeGreaterThan(REQUESTS * 0.01);
    expect(wheelchairs).toBeLessThan(REQUESTS * 0.04);
  });
});
