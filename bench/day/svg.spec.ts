import { svg, ticks } from './svg.js';

describe('ticks', () => {
  it.each([
    [1, [0, 0.2, 0.4, 0.6, 0.8, 1]],
    [90, [0, 20, 40, 60, 80, 100]],
    [100, [0, 20, 40, 60, 80, 100]],
    [1300, [0, 250, 500, 750, 1000, 1250, 1500]],
  ])('up to %d', (most, expected) => {
    ticks(most).forEach((tick, i) => expect(tick).toBeCloseTo(expected[i]!, 9));
    expect(ticks(most)).toHaveLength(expected.length);
  });
});

describe('svg', () => {
  const chart = svg([
    {
      title: 'A & B <1>',
      xLabel: 'hour',
      yLabel: 'people',
      xTicks: [0, 10],
      series: [
        {
          label: 'served',
          color: '#123456',
          points: [
            [0, 0],
            [10, 100],
          ],
        },
      ],
    },
  ]);

  it('draws the line from corner to corner of the axes', () => {
    expect(chart).toContain('<path d="M64 272L624 56" fill="none" stroke="#123456"');
  });

  it('escapes its words', () => {
    expect(chart).toContain('A &amp; B &lt;1&gt;');
    expect(chart).not.toContain('<1>');
  });
});
