// One to eight matching processes against one ledger, while riders cancel, drivers decline and change their seats, processes
// are killed and database sessions end: nobody gets two cars, no car is oversold, and what was acknowledged stays.
import type { Station } from '@lastmile/contracts';
import { waitFor } from '@lastmile/testing';
import { Random } from '../../tools/simulate/random.js';
import { Answers } from './answers.js';
import { audit } from './audit.js';
import { startCity, type E2eCity } from './city.js';
import { misled, refusedByLedger, settle, unknownToLedger, waitingAt } from './conflict-audit.js';
import { Outages } from './outages.js';
import { RushHour } from './rush-hour.js';
import { connect } from './services.js';

const SEED = 7;
const PROCESSES = [1, 2, 4, 8];
/** Of each run, at stations of its own. More riders than seats, so that plans want the same ones. */
const STATIONS = 2;
const PEOPLE = { drivers: 6, riders: 40 };
/** Each lane takes its steps one after the other; a step is a match while somebody does something else. */
const LANES = 8;
const STEPS = 25;
/** Over all lanes. */
const STEPS_PER_KILL = 45;
const STEPS_PER_CUT = 30;

describe('matching processes at the same stations', () => {
  let city: E2eCity;
  let outages: Outages;
  let stations: Station[];
  beforeAll(async () => {
    city = await startCity(10, {
      only: ['user', 'driver', 'rider', 'station', 'trip', 'matching'],
      replicas: { matching: Math.max(...PROCESSES) },
      // A transaction for each lane, so that they really meet.
      envOf: { trip: { DATABASE_POOL_MAX: String(LANES) } },
    });
    outages = new Outages(city.platform, new Random(SEED, 'outages'));
    const services = connect(city.platform, 1);
    const page = { pageSize: 0, pageToken: '', nameContains: '', includeInactive: false };
    ({ stations } = await services.station.listStations(page));
    services.close();
  }, 120_000);
  afterAll(() => city?.destroy(), 60_000);

  describe.each(PROCESSES)('%i of them', (processes) => {
    const answers = new Answers();
    let here: Station[];

    it('work through the rush hour', async () => {
      const first = PROCESSES.indexOf(processes) * STATIONS;
      here = stations.slice(first, first + STATIONS);
      const chance = (name: string) => new Random(SEED, `${name} of ${processes}`);
      const services = connect(city.platform, processes);
      const people = { ...PEOPLE, chance: chance('people') };
      const rush = await RushHour.begin(services, answers, city.clock, here, people);
      let steps = 0;
      const violations: string[] = [];
      const lane = async (_: unknown, n: number) => {
        const mine = chance(`lane ${n}`);
        for (let step = 0; step < STEPS; step++) {
          steps++;
          if (steps % STEPS_PER_KILL === 0) outages.kill(processes);
          if (steps % STEPS_PER_CUT === 0) {
            await outages.cut();
            violations.push(...(await audit(city.platform.adminUrl)));
          }
          await Promise.all([rush.match(mine), rush.act(mine)]);
        }
      };
      await Promise.all(Array.from({ length: LANES }, lane));

      // Nothing fails any more: one last look at everybody who waits.
      await rush.acceptAll();
      await settle(city.platform.adminUrl);
      await rush.matchAll(chance('last matches'));
      await settle(city.platform.adminUrl);
      services.close();
      expect(violations).toEqual([]);
      expect(answers.surprises).toEqual([]);
    }, 120_000);

    it('leave a sound ledger', async () => {
      expect(await audit(city.platform.adminUrl)).toEqual([]);
      expect(await misled(city.platform.adminUrl)).toEqual([]);
    });

    it('acknowledged nothing that is not there', async () => {
      expect(await unknownToLedger(city.platform.adminUrl, answers)).toEqual([]);
      expect(answers.trips.length).toBeGreaterThan(50);
      expect(answers.cancelledRideIds.length).toBeGreaterThan(10);
    });

    it('considered everybody who waits', async () => {
      const stationIds = here.map(({ stationId }) => stationId);
      const { waiting, overlooked } = await waitingAt(city.platform.adminUrl, stationIds);
      expect(overlooked).toEqual([]);
      expect(waiting.length).toBeGreaterThan(0);
    });
  });

  it('were killed and cut off indeed, and met each other in the ledger; no other process died', async () => {
    const { platform } = city;
    const restartsOf = (isWanted: (name: string) => boolean) =>
      platform.processes().reduce((sum, { name, restarts }) => sum + (isWanted(name) ? restarts : 0), 0);
    const isMatching = (name: string) => name.startsWith('matching');
    expect(outages.kills).toBeGreaterThan(PROCESSES.length * 2);
    expect(outages.cuts).toBeGreaterThan(0);
    await waitFor(() => restartsOf(isMatching) === outages.kills, { what: 'every killed process is back' });
    expect(restartsOf((name) => !isMatching(name))).toBe(0);
    expect(await refusedByLedger(platform.adminUrl)).toBeGreaterThan(0);
  });
});
