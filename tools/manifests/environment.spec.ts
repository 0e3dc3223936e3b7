import { readsInSource, readsOf } from './env-reads.js';
import { environmentViolations, type Variable } from './environment.js';

describe('readsInSource', () => {
  it('finds keys of shapes, of the environment itself, and addresses', () => {
    const source = `
      export const keys = { GRPC_PORT: z.coerce.number().default(1) };
      const config = loadConfig({ ...keys, DATABASE_URL: z.url(), TOKEN: secret, LIMIT: whole.optional() }, env);
      if (process.env.LOG_LEVEL) {}
      provideClient(TripServiceService, 'TRIP_ADDRESS', 'driver');
      const MESSAGES = { NOT_A_KEY: 'text' };`;
    expect(Object.fromEntries(readsInSource(source))).toEqual({
      GRPC_PORT: 'optional',
      DATABASE_URL: 'required',
      TOKEN: 'required',
      LIMIT: 'optional',
      LOG_LEVEL: 'optional',
      TRIP_ADDRESS: 'required',
    });
  });

  it('finds what a real service and its libs read, and nothing of libs it does not import', () => {
    const matching = readsOf('matching');
    expect(matching.get('TRIP_ADDRESS')).toBe('required');
    expect(matching.get('GRPC_PORT')).toBe('optional');
    expect(matching.get('LASTMILE_CLOCK')).toBe('optional');
    expect(matching.has('DATABASE_URL')).toBe(false);
    expect(readsOf('trip').get('DATABASE_URL')).toBe('required');
  });
});

describe('environmentViolations', () => {
  const reads = new Map([
    ['DATABASE_URL', 'required'],
    ['LOG_LEVEL', 'optional'],
    ['SMTP_URL', 'optional'],
    ['MAIL_FROM', 'optional'],
    ['AUTH_PROVIDER', 'optional'],
    ['SUPABASE_URL', 'optional'],
  ] as const);
  const url = { name: 'DATABASE_URL', value: 'postgres://a:$(PASSWORD)@b/c' };
  const password = { name: 'PASSWORD' };

  it('passes what is read or used', () => expect(environmentViolations('trip', reads, [url, password])).toEqual([]));

  it.each([
    ['a missing key', [], 'trip: DATABASE_URL is needed and not set'],
    ['a key nobody reads', [url, password, { name: 'LOGLEVEL' }], 'trip: LOGLEVEL is set and nobody reads it'],
    ['a use of what is not set', [url], 'trip: $(PASSWORD) is used and not set'],
    ['a half of a pair', [url, password, { name: 'SMTP_URL' }], 'trip: MAIL_FROM is needed with SMTP_URL and not set'],
    [
      'a provider without its keys',
      [url, password, { name: 'AUTH_PROVIDER', value: 'supabase' }],
      'trip: SUPABASE_URL is needed with AUTH_PROVIDER and not set',
    ],
    ['a key set twice', [url, password, password], 'trip: PASSWORD is set twice'],
  ] as [string, Variable[], string][])('refuses %s', (_what, variables, message) => {
    expect(environmentViolations('trip', reads, variables)).toEqual([message]);
  });
});
