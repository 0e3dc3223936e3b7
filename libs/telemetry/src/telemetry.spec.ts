import { Logger } from '@nestjs/common';
import { createLogger, NestLogger, withRequestContext, type Logger as OurLogger } from './index.js';

function capture(level = 'info'): { logger: OurLogger; lines: () => Record<string, unknown>[]; text: () => string } {
  let text = '';
  const logger = createLogger({ service: 'trip', level }, { write: (line: string) => void (text += line) });
  const lines = () =>
    text
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line) as Record<string, unknown>);
  return { logger, lines, text: () => text };
}

describe('createLogger', () => {
  it('writes the service, the level by name and an ISO time', () => {
    const { logger, lines } = capture();
    logger.info({ trip_id: 't1' }, 'offered');
    expect(lines()[0]).toMatchObject({ service: 'trip', level: 'info', trip_id: 't1', msg: 'offered' });
    expect(new Date(lines()[0]!.time as string).getTime()).toBeGreaterThan(0);
  });

  it('adds the request id inside a request, across awaits, and not outside', async () => {
    const { logger, lines } = capture();
    await withRequestContext({ requestId: 'r-1' }, async () => {
      await Promise.resolve();
      logger.info('inside');
    });
    logger.info('outside');
    expect(lines().map((line) => line.request_id)).toEqual(['r-1', undefined]);
  });

  it('never writes secrets or coordinates, at any depth, in bindings or in errors', () => {
    const { logger, text, lines } = capture();
    const secrets = {
      pin: 'S3CRET',
      refreshToken: 'S3CRET',
      new_password: 'S3CRET',
      Authorization: 'S3CRET',
      pickupPin: 'S3CRET',
    };
    logger
      .child({ access_token: 'S3CRET' })
      .info({ ...secrets, a: { b: [secrets, { position: { latitude: 98765, lng: 98765 } }] } });
    logger.error({ err: Object.assign(new Error('refused', { cause: new Error('inner') }), { request: secrets }) });
    expect(text()).not.toMatch(/S3CRET|98765/);
    expect(lines()[1]).toMatchObject({ err: { message: expect.stringContaining('inner') } });
  });

  it('says nothing of who somebody is: no name, no address, no row of a table, not even in an error', () => {
    const { logger, text, lines } = capture();
    const person = {
      email: 'x',
      displayName: 'Wren',
      riderName: 'Wren',
      driver_name: 'Wren',
      vehiclePlate: 'Wren',
      plate: 'Wren',
    };
    logger.info({ ...person, user_id: 'u1', to: 'wren@people.example' });
    const failure = Object.assign(new Error('duplicate key for wren@people.example'), {
      detail: 'Failing row contains (u1, Wren, 98765).',
    });
    logger.error({ err: failure });
    expect(text()).not.toMatch(/Wren|wren|98765/);
    expect(lines()[0]).toMatchObject({ user_id: 'u1' });
    expect(lines()[1]).toMatchObject({ err: { message: expect.stringContaining('duplicate key') } });
  });

  it('survives a cyclic object', () => {
    const { logger, lines } = capture();
    const cyclic: Record<string, unknown> = { name: 'loop' };
    cyclic.self = cyclic;
    logger.info(cyclic);
    expect(lines()[0]).toMatchObject({ name: 'loop' });
  });

  it('writes at info when LOG_LEVEL is unknown', () => {
    const { logger, lines } = capture('chatty');
    logger.debug('hidden');
    logger.info('shown');
    expect(lines().map((line) => line.msg)).toEqual(['shown']);
  });
});

describe('NestLogger', () => {
  it('keeps the context and the stack, and turns log into debug', () => {
    const { logger, lines } = capture('debug');
    const nest = new NestLogger(logger);
    nest.log('Mapped route', 'RouterExplorer');
    nest.error('broken', 'Error: broken\n at x', 'Module');
    nest.error(new Error('thrown'));
    expect(lines()).toMatchObject([
      { level: 'debug', context: 'RouterExplorer', msg: 'Mapped route' },
      { level: 'error', context: 'Module', stack: 'Error: broken\n at x' },
      { level: 'error', msg: 'thrown', err: { message: 'thrown' } },
    ]);
  });

  it('writes a line of ours, fields and a text, at its level, without secrets', () => {
    const { logger, lines, text } = capture('info');
    const before = Logger.overrideLogger.bind(Logger);
    before(new NestLogger(logger));
    try {
      const ours = new Logger('DeliveryJobs');
      ours.log({ device_id: 'd1', token: 'S3CRET' }, 'the device is gone');
      ours.warn({ err: new Error('refused'), trip_id: 't1' }, 'not delivered');
      ours.error({ trip_id: 't2' }, 'broken');
    } finally {
      before(true);
    }
    expect(lines()).toMatchObject([
      { level: 'info', context: 'DeliveryJobs', device_id: 'd1', msg: 'the device is gone' },
      { level: 'warn', context: 'DeliveryJobs', trip_id: 't1', msg: 'not delivered', err: { message: 'refused' } },
      { level: 'error', context: 'DeliveryJobs', trip_id: 't2', msg: 'broken' },
    ]);
    expect(text()).not.toContain('S3CRET');
  });
});
