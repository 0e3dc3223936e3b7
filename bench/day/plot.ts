// The day drawn: people served by hour, and over the fleet size when several were replayed.
import type { Measures } from './measures.js';
import { type Chart, type Series, svg } from './svg.js';

export interface Run {
  readonly drivers: number;
  /** Of the policy. */
  readonly label: string;
  readonly measures: Measures;
}

/** Told apart by colour-blind readers too (Okabe and Ito). */
const COLORS = ['#999999', '#e69f00', '#0072b2'];
const DEMAND_COLOR = '#e5e5e5';

/** @param peopleByHour who asks, by hour of the day */
export function plot(title: string, runs: readonly Run[], peopleByHour: readonly number[]): string {
  const fleets = [...new Set(runs.map(({ drivers }) => drivers))].sort((a, b) => a - b);
  const largest = fleets.at(-1)!;
  const charts = [
    dayChart(
      title,
      runs.filter(({ drivers }) => drivers === largest),
      peopleByHour,
    ),
  ];
  if (fleets.length > 1) charts.push(sweepChart(title, runs, fleets));
  return svg(charts);
}

const hourly = (values: readonly number[]): Series['points'] => values.map((value, hour) => [hour, value]);

function dayChart(title: string, runs: readonly Run[], peopleByHour: readonly number[]): Chart {
  return {
    title: `${title}, ${runs[0]!.drivers.toLocaleString('en')} drivers`,
    xLabel: 'hour of the day',
    yLabel: 'people an hour',
    xTicks: [0, 3, 6, 9, 12, 15, 18, 21],
    series: [
      { label: 'asked', color: DEMAND_COLOR, points: hourly(peopleByHour), isArea: true },
      ...runs.map(({ label, measures }, i) => ({
        label,
        color: COLORS[i % COLORS.length]!,
        points: hourly(measures.servedPeopleByHour),
      })),
    ],
  };
}

function sweepChart(title: string, runs: readonly Run[], fleets: readonly number[]): Chart {
  const policies = Map.groupBy(runs, ({ label }) => label);
  return {
    title: `${title}, by fleet size`,
    xLabel: 'drivers on the road',
    yLabel: '% of people served',
    xTicks: fleets,
    series: [...policies].map(([label, ofPolicy], i) => ({
      label,
      color: COLORS[i % COLORS.length]!,
      points: ofPolicy
        .toSorted((a, b) => a.drivers - b.drivers)
        .map(({ drivers, measures }) => [drivers, (100 * measures.servedPeople) / measures.people]),
    })),
  };
}
