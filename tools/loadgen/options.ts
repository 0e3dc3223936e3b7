// What `npm run loadgen` is told.
import { Command, InvalidArgumentError, Option } from 'commander';
import { isAddress } from '@lastmile/grpc';
import { localPort } from '../launcher/local-port.js';
import type { Plan } from './schedule.js';

export interface LoadOptions {
  readonly addresses: {
    readonly matching: string;
    readonly driver: string;
    readonly station: string;
    readonly user: string;
  };
  readonly workers: number;
  readonly plan: Plan;
  readonly stations: number;
  readonly driversPerStation: number;
  /** Where the report goes besides standard output. */
  readonly json?: string;
}

interface Flags extends Omit<LoadOptions, 'addresses' | 'plan' | 'driversPerStation'> {
  readonly address: string;
  readonly driverAddress: string;
  readonly stationAddress: string;
  readonly userAddress: string;
  readonly rate?: number;
  readonly closed?: true;
  readonly seconds: number;
  readonly warmup: number;
  readonly calls?: number;
  readonly drivers: number;
}

/** `argv` without node and script. Bad options end the process with a line on standard error and code 1. */
export function parseOptions(argv: readonly string[]): LoadOptions {
  const command = new Command('loadgen')
    .description('Calls Match from many workers over a balanced channel. The report, as JSON, goes to standard output.')
    .addOption(addressOption('--address <address>', 'matching', 'MATCHING_ADDRESS', 50053))
    .addOption(addressOption('--driver-address <address>', 'driver', 'DRIVER_ADDRESS', 50051))
    .addOption(addressOption('--station-address <address>', 'station', 'STATION_ADDRESS', 50056))
    .addOption(addressOption('--user-address <address>', 'user', 'USER_ADDRESS', 50052))
    .option('--workers <n>', 'calls at once', between(1, 1_000, true), 50)
    .addOption(
      new Option('--rate <n>', 'calls per second, answered or not (open loop)')
        .argParser(between(0.1, 100_000))
        .conflicts('closed'),
    )
    .option('--closed', 'each worker calls again when it has its answer; the default without --rate')
    .option('--seconds <n>', 'how long to measure', between(1, 86_400), 60)
    .option('--warmup <n>', 'seconds of calls before that', between(0, 3_600), 5)
    .option('--calls <n>', 'at most so many calls are measured', between(1, 1e9, true))
    .option('--stations <n>', 'stations to match at', between(1, 100, true), 5)
    .option('--drivers <n>', 'drivers approaching each of them', between(1, 50, true), 4)
    .option('--json <path>', 'write the report to a file as well')
    .parse([...argv], { from: 'user' });
  const { address, driverAddress, stationAddress, userAddress, workers, stations, drivers, json, ...rest } =
    command.opts<Flags>();
  return {
    addresses: { matching: address, driver: driverAddress, station: stationAddress, user: userAddress },
    workers,
    stations,
    driversPerStation: drivers,
    json,
    plan: { rate: rest.rate, warmupSeconds: rest.warmup, seconds: rest.seconds, calls: rest.calls },
  };
}

/** Its default is the service of a platform on this machine. */
const addressOption = (flag: string, service: string, key: string, port: number): Option =>
  new Option(flag, `the ${service} service, such as dns:///${service}:${port}`)
    .env(key)
    .default(`ipv4:127.0.0.1:${localPort(port)}`)
    .argParser((text) => {
      if (!isAddress(text)) throw new InvalidArgumentError(`expected an address such as dns:///${service}:${port}`);
      return text;
    });

const between = (least: number, most: number, whole = false) => {
  return (text: string): number => {
    const value = Number(text);
    if (text.trim() !== '' && value >= least && value <= most && (!whole || Number.isInteger(value))) return value;
    throw new InvalidArgumentError(`expected a ${whole ? 'whole ' : ''}number from ${least} to ${most}`);
  };
};
