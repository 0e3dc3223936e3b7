// Replicas over time as a step chart. The chart library is large, so this file is loaded separately.
import {
  CartesianGrid,
  Legend,
  Line,
  LineChart,
  ReferenceLine,
  ResponsiveContainer,
  Tooltip,
  XAxis,
  YAxis,
} from 'recharts';
import type { Step } from './replicas.core';

interface Props {
  readonly steps: readonly Step[];
  readonly from: number;
  readonly to: number;
  readonly maximum?: number;
  readonly names: { readonly desired: string; readonly ready: string; readonly maximum: string };
  format(time: number): string;
}

const AXIS = { stroke: 'var(--muted)', tick: { fill: 'var(--muted)', fontSize: 12 } };
const LINE = { type: 'stepAfter', dot: false, strokeWidth: 2.5, isAnimationActive: false } as const;

export default function StepChart({ steps, from, to, maximum, names, format }: Props) {
  return (
    <ResponsiveContainer width="100%" height="100%">
      <LineChart accessibilityLayer={false} data={[...steps]} margin={{ top: 8, right: 16, bottom: 4, left: 0 }}>
        <CartesianGrid stroke="var(--line)" vertical={false} />
        <XAxis
          dataKey="time"
          type="number"
          domain={[from, to]}
          tickFormatter={(time: number) => format(time)}
          minTickGap={48}
          {...AXIS}
        />
        <YAxis {...AXIS} width={36} allowDecimals={false} domain={[0, Math.max(maximum ?? 0, highest(steps))]} />
        <Tooltip
          labelFormatter={(time) => format(Number(time))}
          contentStyle={{ background: 'var(--surface)', border: '1px solid var(--line)', borderRadius: 10 }}
          labelStyle={{ color: 'var(--text)' }}
        />
        <Legend verticalAlign="top" height={30} />
        {maximum !== undefined && (
          <ReferenceLine
            y={maximum}
            stroke="var(--bad)"
            strokeDasharray="2 4"
            label={{ value: names.maximum, position: 'insideTopRight', fill: 'var(--muted)', fontSize: 12 }}
          />
        )}
        <Line dataKey="desired" name={names.desired} stroke="var(--warn)" strokeDasharray="6 4" {...LINE} />
        <Line dataKey="ready" name={names.ready} stroke="var(--accent)" {...LINE} />
      </LineChart>
    </ResponsiveContainer>
  );
}

const highest = (steps: readonly Step[]) => Math.max(1, ...steps.flatMap(({ desired, ready }) => [desired, ready]));
