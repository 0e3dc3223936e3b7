import { z } from 'zod';
import { ConfigError, loadConfig } from './load-config.js';

describe('loadConfig', () => {
  const shape = { DATABASE_URL: z.url(), GRPC_PORT: z.coerce.number().int().default(50057) };

  it('parses and fills in defaults; an empty value is unset', () => {
    expect(loadConfig(shape, { DATABASE_URL: 'postgres://h/db', GRPC_PORT: '' })).toEqual({
      DATABASE_URL: 'postgres://h/db',
      GRPC_PORT: 50057,
    });
  });

  it('names every bad key in one line and never a value', () => {
    const load = () => loadConfig(shape, { DATABASE_URL: 's3cret value', GRPC_PORT: 'hunter2' });
    expect(load).toThrow(ConfigError);
    expect(load).toThrow(/^bad configuration: DATABASE_URL: .+; GRPC_PORT: .+$/);
    expect(load).not.toThrow(/s3cret|hunter2/);
  });

  it('says which key is missing', () => {
    expect(() => loadConfig(shape, {})).toThrow('bad configuration: DATABASE_URL is not set');
  });
});
