import { EtaErrors } from './eta-errors.core.js';

const at = (seconds: number) => seconds * 1_000;

it('judges what was told by how long it took from then', () => {
  const errors = new EtaErrors();
  errors.happened(
    [
      { atMs: at(0), etaMs: at(340) },
      { atMs: at(100), etaMs: at(380) },
      { atMs: at(370), etaMs: at(400) },
    ],
    at(400),
  );
  expect(errors.summary()).toEqual([
    { horizon: 'under 1 min', count: 1, meanAbsoluteSeconds: 0, biasSeconds: 0, p90Seconds: 0 },
    { horizon: '5 to 10 min', count: 2, meanAbsoluteSeconds: 40, biasSeconds: -40, p90Seconds: 60 },
  ]);
});

it('takes nine of ten for the percentile', () => {
  const errors = new EtaErrors();
  const told = Array.from({ length: 10 }, (_, i) => ({ atMs: at(0), etaMs: at(30 + (i === 0 ? 500 : i)) }));
  errors.happened(told, at(30));
  expect(errors.summary()).toMatchObject([{ count: 10, p90Seconds: 9, biasSeconds: 54.5 }]);
});

it('judges nothing told after it happened', () => {
  const errors = new EtaErrors();
  errors.happened([{ atMs: at(30), etaMs: at(40) }], at(30));
  expect(errors.summary()).toEqual([]);
});
