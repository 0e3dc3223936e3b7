// The steady city that faults happen to: a platform whose every address is a wire, and people who use it.
import { join } from 'node:path';
import { waitFor, Wire } from '@lastmile/testing';
import { built } from '../../tools/launcher/built.js';
import { Supervised } from '../../tools/launcher/supervised.js';
import type { SimulatorReport } from '../../tools/simulate/report.js';
import { asAdmin } from '../e2e/admin.js';
import { startCity, type E2eCity } from '../e2e/city.js';
import { Probe } from './probe.js';
import { postgresTarget, serviceTarget, type Target } from './target.js';

const SPEED = 20;
const PEOPLE = ['--riders', '30', '--drivers', '14', '--stations', '3', '--seed', '11'];

export interface LivingCity {
  readonly city: E2eCity;
  readonly probe: Probe;
  readonly targets: readonly Target[];
  /** Trips that the simulated riders have seen completed. */
  completed(): number;
  report(): SimulatorReport | undefined;
  destroy(): Promise<void>;
}

/** Resolves once trips are completed and the probe works. */
export async function startLivingCity(): Promise<LivingCity> {
  const wires = new Map<string, Wire[]>();
  const wire = async (name: string, port: number) => {
    const made = await Wire.to(port);
    wires.set(name, [...(wires.get(name) ?? []), made]);
    return made.port;
  };
  const city = await startCity(SPEED, { wire });
  let report: SimulatorReport | undefined;
  const simulator = new Supervised({
    name: 'simulator',
    entry: built('tools/simulate/main.js'),
    args: ['--url', city.platform.baseUrl, ...PEOPLE],
    env: { PATH: process.env.PATH ?? '', LASTMILE_CLOCK: city.clockText },
    logDirectory: join(city.directory, 'logs'),
    restart: false,
    onMessage: (message) => (report = message as SimulatorReport),
  });
  let probe: Probe | undefined;
  const destroy = async () => {
    probe?.close();
    await simulator.stop();
    await city.destroy();
    for (const made of [...wires.values()].flat()) made.close();
  };
  try {
    simulator.start();
    const completed = () => report?.completed ?? 0;
    await waitFor(() => completed() >= 3, { timeoutSeconds: 120, what: 'three completed trips' });
    probe = await Probe.start(city, await quietStation(city));
    return { city, probe, targets: targetsOf(city, wires), completed, report: () => report, destroy };
  } catch (error) {
    await destroy();
    throw error;
  }
}

function targetsOf(city: E2eCity, wires: ReadonlyMap<string, readonly Wire[]>): Target[] {
  const services = Object.keys(city.platform.ports.grpc).map((name) => {
    const replicas = city.platform.processes().filter((process) => process.name.replace(/-\d+$/, '') === name);
    return serviceTarget(name, replicas, wires.get(name) ?? []);
  });
  return [...services, postgresTarget(join(city.directory, 'postgres'), wires.get('postgres') ?? [])];
}

/** Where the simulated people do not go, with the most trains. */
async function quietStation(city: E2eCity): Promise<string> {
  const [row] = await asAdmin<{ station_id: string }>(
    city.platform.adminUrl,
    `SELECT station_id FROM station.stations JOIN station.arrivals USING (station_no)
     WHERE station_id NOT IN (SELECT station_id FROM rider.rides)
     GROUP BY station_id ORDER BY count(*) DESC LIMIT 1`,
  );
  if (!row) throw new Error('the simulated people are everywhere');
  return row.station_id;
}
