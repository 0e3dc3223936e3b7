import { MatchingConfig } from './matching.config.js';

it('estimates driving times unless a routing server is named', () => {
  expect(new MatchingConfig({}).osrm).toBeUndefined();
  expect(new MatchingConfig({ OSRM_URL: '', OSRM_TIMEOUT_MS: '50' }).osrm).toBeUndefined();
});

it('asks a routing server with the limits of OSRM', () => {
  const url = 'http://osrm:5000';
  expect(new MatchingConfig({ OSRM_URL: url }).osrm).toEqual({ url, timeoutMs: 300, mostPlaces: 100 });
  const more = { OSRM_URL: url, OSRM_TIMEOUT_MS: '50', OSRM_MAX_TABLE_SIZE: '500' };
  expect(new MatchingConfig(more).osrm).toEqual({ url, timeoutMs: 50, mostPlaces: 500 });
});

it.each([
  { OSRM_URL: 'osrm:5000' },
  { OSRM_URL: 'file:///osrm' },
  { OSRM_TIMEOUT_MS: '0' },
  { OSRM_MAX_TABLE_SIZE: '1' },
])('refuses %o by its key', (env) => {
  expect(() => new MatchingConfig(env)).toThrow(Object.keys(env)[0]);
});
