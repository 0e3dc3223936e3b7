import { TripStatus } from '@lastmile/contracts';
import { instant, maybeText, queryNumber, time, words } from './fields.schema.js';

describe('words', () => {
  const status = words(TripStatus, 'TRIP_STATUS_');

  it('reads and writes lower-case words without the prefix', () => {
    expect(status.input.parse('no_show')).toBe(TripStatus.TRIP_STATUS_NO_SHOW);
    expect(status.output.parse(TripStatus.TRIP_STATUS_NO_SHOW)).toBe('no_show');
  });

  it('leaves out what is unspecified, and refuses words it does not know', () => {
    expect(status.output.parse(TripStatus.TRIP_STATUS_UNSPECIFIED)).toBeUndefined();
    expect(status.input.safeParse('unspecified').success).toBe(false);
    expect(status.input.safeParse('TRIP_STATUS_OFFERED').success).toBe(false);
  });
});

describe('values', () => {
  it('instants are read with any offset and written in UTC', () => {
    expect(time.parse(instant.parse('2026-09-23T17:00:00-04:00'))).toBe('2026-09-23T21:00:00.000Z');
    expect(instant.safeParse('2026-09-23').success).toBe(false);
  });

  it('empty text is left out', () => expect([maybeText.parse(''), maybeText.parse('x')]).toEqual([undefined, 'x']));

  it('numbers of a query are checked', () => {
    expect(queryNumber(1, 10).parse('7')).toBe(7);
    for (const bad of ['0', '11', 'x', '']) expect(queryNumber(1, 10).safeParse(bad).success).toBe(false);
  });
});
