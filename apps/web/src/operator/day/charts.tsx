// The charts. The chart library is large, so this file is loaded separately.
import {
  Bar,
  BarChart,
  CartesianGrid,
  Legend,
  Line,
  LineChart,
  ResponsiveContainer,
  Tooltip,
  XAxis,
  YAxis,
} from 'recharts';

export interface Series {
  readonly key: string;
  readonly name: string;
  /** A colour of the theme; lines are also distinguished by dashes. */
  readonly color: string;
  readonly dash?: string;
}

export interface ChartProps {
  readonly kind: 'bars' | 'lines' | 'ranking';
  readonly rows: readonly Readonly<Record<string, string | number | undefined>>[];
  /** The row's field that names it. */
  readonly nameKey: string;
  readonly series: readonly Series[];
  readonly nameAxis: string;
  readonly valueAxis: string;
}

const AXIS = { stroke: 'var(--muted)', tick: { fill: 'var(--muted)', fontSize: 12 } };
const TOOLTIP = {
  contentStyle: { background: 'var(--surface)', border: '1px solid var(--line)', borderRadius: 10 },
  labelStyle: { color: 'var(--text)' },
  cursor: { fill: 'var(--sunken)', stroke: 'var(--line)' },
};
const BELOW = { position: 'insideBottom', offset: -4, fill: 'var(--muted)', fontSize: 12 } as const;
const BESIDE = { angle: -90, position: 'insideLeft', fill: 'var(--muted)', fontSize: 12 } as const;
const DOT = { strokeDasharray: 'none', fill: 'var(--surface)' };
const MARGIN = { top: 8, right: 12, bottom: 12, left: 0 };
/** Sorted like the series, not by name. */
const LEGEND = { verticalAlign: 'top', itemSorter: null, wrapperStyle: { fontSize: 13, paddingBottom: 8 } } as const;

export default function Charts(props: ChartProps) {
  return (
    <ResponsiveContainer width="100%" height="100%">
      {props.kind === 'ranking' ? ranking(props) : props.kind === 'lines' ? lines(props) : bars(props)}
    </ResponsiveContainer>
  );
}

function bars({ rows, nameKey, series, nameAxis, valueAxis }: ChartProps) {
  return (
    <BarChart data={[...rows]} margin={MARGIN} accessibilityLayer={false}>
      <CartesianGrid stroke="var(--line)" vertical={false} />
      <XAxis dataKey={nameKey} {...AXIS} label={{ ...BELOW, value: nameAxis }} />
      <YAxis {...AXIS} allowDecimals={false} width={48} label={{ ...BESIDE, value: valueAxis }} />
      <Tooltip {...TOOLTIP} />
      {series.length > 1 && <Legend {...LEGEND} />}
      {series.map(({ key, name, color }) => (
        <Bar key={key} dataKey={key} name={name} fill={color} radius={[3, 3, 0, 0]} isAnimationActive={false} />
      ))}
    </BarChart>
  );
}

function lines({ rows, nameKey, series, nameAxis, valueAxis }: ChartProps) {
  return (
    <LineChart data={[...rows]} margin={MARGIN} accessibilityLayer={false}>
      <CartesianGrid stroke="var(--line)" vertical={false} />
      <XAxis dataKey={nameKey} {...AXIS} padding={{ left: 24, right: 24 }} label={{ ...BELOW, value: nameAxis }} />
      <YAxis {...AXIS} width={48} label={{ ...BESIDE, value: valueAxis }} />
      <Tooltip {...TOOLTIP} />
      <Legend {...LEGEND} />
      {series.map(({ key, name, color, dash }) => (
        <Line
          dataKey={key}
          name={name}
          stroke={color}
          strokeWidth={2.5}
          isAnimationActive={false}
          connectNulls
          dot={DOT}
          key={key}
          {...(dash && { strokeDasharray: dash })}
        />
      ))}
    </LineChart>
  );
}

function ranking({ rows, nameKey, series, valueAxis }: ChartProps) {
  return (
    <BarChart data={[...rows]} margin={MARGIN} accessibilityLayer={false} layout="vertical">
      <CartesianGrid stroke="var(--line)" horizontal={false} />
      <XAxis type="number" {...AXIS} allowDecimals={false} label={{ ...BELOW, value: valueAxis }} />
      <YAxis type="category" dataKey={nameKey} {...AXIS} width={130} interval={0} />
      <Tooltip {...TOOLTIP} />
      {series.map(({ key, name, color }) => (
        <Bar key={key} dataKey={key} name={name} fill={color} radius={[0, 3, 3, 0]} isAnimationActive={false} />
      ))}
    </BarChart>
  );
}
