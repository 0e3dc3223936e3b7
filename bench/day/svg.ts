// A line chart as SVG text: axes, labels, a legend. No library: the ones that draw without a DOM weigh more than this file.

export interface Series {
  readonly label: string;
  readonly color: string;
  readonly points: readonly (readonly [x: number, y: number])[];
  /** Filled down to the axis: what there is at most. */
  readonly isArea?: boolean;
}

export interface Chart {
  readonly title: string;
  readonly xLabel: string;
  readonly yLabel: string;
  readonly xTicks: readonly number[];
  readonly series: readonly Series[];
}

const WIDTH = 640;
const HEIGHT = 320;
const MARGIN = { left: 64, right: 16, top: 56, bottom: 48 };
/** Enough for a letter of the legend, on average. */
const LETTER_WIDTH = 7;
const SWATCH_WIDTH = 40;

/** The charts one below the other. */
export function svg(charts: readonly Chart[]): string {
  const panels = charts.map((chart, i) => `<g transform="translate(0 ${i * HEIGHT})">${panel(chart)}</g>`);
  const height = charts.length * HEIGHT;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" width="${WIDTH}" height="${height}"`,
    ' font-family="system-ui, sans-serif" font-size="12" fill="#333">',
    `<rect width="100%" height="100%" fill="#fff"/>${panels.join('\n')}</svg>\n`,
  ].join('');
}

function panel({ title, xLabel, yLabel, xTicks, series }: Chart): string {
  const points = series.flatMap((each) => each.points);
  const steps = ticks(Math.max(1, ...points.map(([, y]) => y)));
  const [xs, bottom, right] = [points.map(([x]) => x), HEIGHT - MARGIN.bottom, WIDTH - MARGIN.right];
  const x = scale(Math.min(...xs), Math.max(...xs), MARGIN.left, right);
  const y = scale(0, steps.at(-1)!, bottom, MARGIN.top);
  return [
    text(MARGIN.left, 18, title, 'font-size="14" font-weight="600"'),
    ...legend(series),
    ...steps.map(
      (step) =>
        `<path d="M${MARGIN.left} ${y(step)}H${right}" stroke="#ddd"/>` +
        text(MARGIN.left - 8, y(step) + 4, step.toLocaleString('en'), 'text-anchor="end"'),
    ),
    ...xTicks.map(
      (tick) =>
        `<path d="M${x(tick)} ${bottom}v5" stroke="#999"/>` +
        text(x(tick), bottom + 18, tick.toLocaleString('en'), 'text-anchor="middle"'),
    ),
    text((MARGIN.left + right) / 2, HEIGHT - 10, xLabel, 'text-anchor="middle"'),
    text(0, 0, yLabel, `text-anchor="middle" transform="translate(14 ${(MARGIN.top + bottom) / 2}) rotate(-90)"`),
    ...series.map((each) => line(each, x, y, bottom)),
  ].join('\n');
}

type Scale = (value: number) => number;

function scale(from: number, to: number, low: number, high: number): Scale {
  const factor = to === from ? 0 : (high - low) / (to - from);
  return (value) => Math.round((low + (value - from) * factor) * 10) / 10;
}

function line({ points, color, isArea }: Series, x: Scale, y: Scale, bottom: number): string {
  const path = points.map(([px, py]) => `${x(px)} ${y(py)}`).join('L');
  if (isArea) {
    const [first, last] = [points[0]?.[0] ?? 0, points.at(-1)?.[0] ?? 0];
    return `<path d="M${x(first)} ${bottom}L${path}L${x(last)} ${bottom}Z" fill="${color}" opacity="0.5"/>`;
  }
  const dots = points.map(([px, py]) => `<circle cx="${x(px)}" cy="${y(py)}" r="3" fill="${color}"/>`);
  return `<path d="M${path}" fill="none" stroke="${color}" stroke-width="2"/>${dots.join('')}`;
}

function legend(series: readonly Series[]): string[] {
  let x = MARGIN.left;
  return series.map(({ label, color }) => {
    const entry = `<rect x="${x}" y="30" width="12" height="12" fill="${color}"/>${text(x + 17, 40, label)}`;
    x += SWATCH_WIDTH + label.length * LETTER_WIDTH;
    return entry;
  });
}

/** Zero to at least `most` in four to eight round steps. */
export function ticks(most: number): number[] {
  const power = 10 ** Math.floor(Math.log10(most));
  const step = [0.2, 0.25, 0.5, 1, 2].map((part) => part * power).find((each) => most / each <= 6) ?? power;
  return Array.from({ length: Math.ceil(most / step) + 1 }, (_, i) => i * step);
}

function text(x: number, y: number, words: string, attributes = ''): string {
  const escaped = words.replace(/[&<>]/g, (char) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;' })[char]!);
  return `<text x="${x}" y="${y}" ${attributes}>${escaped}</text>`;
}
