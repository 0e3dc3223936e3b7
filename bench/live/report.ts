// What the bench prints.
import { quantile } from '../rpc/statistics.js';
import type { Measured, Options } from './measure.js';

const TARGETS = { p99Ms: 100, ratio: 1.5 } as const;

export function report(real: Measured, bare: Measured, { seconds }: Options): void {
  console.log('\n                                        platform   bare rooms');
  const line = (title: string, of: (each: Measured) => number, digits = 1) =>
    console.log(title.padEnd(36) + number(of(real), digits) + number(of(bare), digits));
  line('points sent per second', ({ driven }) => driven.sent / seconds, 0);
  line('points refused', ({ driven }) => driven.refused, 0);
  line('deliveries per second', ({ driven }) => driven.delivered / seconds, 0);
  line('point in -> socket out, p50 ms', ({ driven }) => quantile(driven.latencies, 0.5));
  line('point in -> socket out, p99 ms', p99);
  line('gateway CPU per delivery, us', cpuPerDelivery);
  line('gateway, share of a core', ({ cpuSeconds }) => cpuSeconds.gateway! / seconds, 2);
  line('notifications per second and core', notificationsPerCore, 0);
  line('notifications per second', ({ notifications, notifySeconds }) => notifications / notifySeconds, 0);
  line('memory per socket, kB', ({ bytesPerSocket }) => bytesPerSocket / 1_024);
  for (const [name, cpu] of Object.entries(real.cpuSeconds)) {
    if (name !== 'gateway') console.log(`${name}, share of a core`.padEnd(36) + number(cpu / seconds, 2));
  }
  console.log('');
  verdict('p99 of point in -> socket out, ms', p99(real), TARGETS.p99Ms);
  verdict("gateway's CPU per delivery / bare rooms'", cpuPerDelivery(real) / cpuPerDelivery(bare), TARGETS.ratio);
}

const p99 = ({ driven }: Measured): number => quantile(driven.latencies, 0.99);
const cpuPerDelivery = ({ cpuSeconds, driven }: Measured): number => (1e6 * cpuSeconds.gateway!) / driven.delivered;
const notificationsPerCore = ({ notifications, notifyCpuSeconds }: Measured): number =>
  notifications / notifyCpuSeconds.gateway!;

const verdict = (what: string, value: number, target: number): void =>
  console.log(`${what}: ${value.toFixed(2)} (target ${target}: ${value <= target ? 'met' : 'missed'})`);
const number = (value: number, digits: number): string => value.toFixed(digits).padStart(13);
