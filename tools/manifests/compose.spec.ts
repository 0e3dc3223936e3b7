import { composeViolations } from './compose.js';
import { services } from './fixture.js';

const reads = new Map([
  [
    'trip',
    new Map([
      ['DATABASE_URL', 'required'],
      ['LASTMILE_CLOCK', 'optional'],
      ['RIDER_ADDRESS', 'optional'],
    ] as const),
  ],
]);
const file = (environment: string) => `
x-clock: &clock { LASTMILE_CLOCK: '' }
services:
  trip:
    image: lastmile-trip:dev
    environment: { <<: *clock, ${environment} }
  postgres: { image: 'postgres:18-bookworm', environment: { POSTGRES_DB: lastmile } }
`;

describe('composeViolations', () => {
  it('passes what is right, anchors merged', () =>
    expect(composeViolations(file('DATABASE_URL: postgres://a'), services, reads)).toEqual([]));

  it.each([
    ['a missing key', 'X: y', 'compose trip: DATABASE_URL is needed and not set'],
    ['a key nobody reads', 'DATABASE_URL: a, LOGLEVEL: b', 'compose trip: LOGLEVEL is set and nobody reads it'],
    [
      'an address of nobody',
      'DATABASE_URL: a, RIDER_ADDRESS: dns:///rider:1',
      'compose trip: RIDER_ADDRESS is dns:///rider:1, where no service listens',
    ],
  ])('refuses %s', (_what, environment, message) =>
    expect(composeViolations(file(environment), services, reads)).toContain(message),
  );

  it('refuses to leave a service out', () =>
    expect(composeViolations('services: {}', services, reads)).toEqual(['compose trip: is missing']));
});
