// A simulated city in which every service is killed in turn: it goes on, and the ledger stays in order.
import { join } from 'node:path';
import { waitFor } from '@lastmile/testing';
import { built } from '../../tools/launcher/built.js';
import { Supervised } from '../../tools/launcher/supervised.js';
import type { SimulatorReport } from '../../tools/simulate/report.js';
import { audit } from './audit.js';
import { countCompleted } from './ledger.js';
import { startCity, type E2eCity } from './city.js';

const TRIPS_BETWEEN_KILLS = 2;
const patient = { timeoutSeconds: 120 };

describe('a living city', () => {
  let city: E2eCity;
  let simulator: Supervised;
  let report: SimulatorReport | undefined;
  const completed = () => report?.completed ?? 0;

  beforeAll(async () => {
    city = await startCity(20);
    simulator = new Supervised({
      name: 'simulator',
      entry: built('tools/simulate/main.js'),
      args: ['--url', city.platform.baseUrl, '--riders', '24', '--drivers', '10', '--stations', '3', '--seed', '11'],
      env: { PATH: process.env.PATH ?? '', LASTMILE_CLOCK: city.clockText },
      logDirectory: join(city.directory, 'logs'),
      restart: false,
      onMessage: (message) => (report = message as SimulatorReport),
    });
    simulator.start();
  }, 120_000);
  afterAll(async () => {
    await simulator?.stop();
    await city?.destroy();
  }, 60_000);

  it('completes trips', async () => {
    await waitFor(() => completed() >= 3, { ...patient, what: 'three completed trips' });
  }, 150_000);

  it.each(['trip', 'matching', 'gateway', 'location', 'rider', 'driver', 'notification', 'user', 'station'])(
    'goes on after a SIGKILL of %s, and every acknowledged trip is there',
    async (name) => {
      const before = completed();
      city.platform.process(name).kill('SIGKILL');
      const goal = before + TRIPS_BETWEEN_KILLS;
      await waitFor(() => completed() >= goal, { ...patient, what: `${goal} completed trips` });
      expect(await audit(city.platform.adminUrl)).toEqual([]);
      // What riders saw completed is what the ledger holds, or less: others were completed since they last looked.
      const seen = completed();
      expect(await countCompleted(city.platform.adminUrl)).toBeGreaterThanOrEqual(seen);
    },
    150_000,
  );

  it('nobody got an answer they should not get, and no notification was missed', () => {
    expect(report?.errors).toEqual({});
    expect(report?.gaps).toBe(0);
  });
});
