import {
  FEED_ID_LENGTH,
  feedId,
  ID_LENGTH,
  OWN_ID_LENGTH,
  requestId,
  stationId,
  trainId,
  TRIP_ID_LENGTH,
} from './index.js';

const accepts = (schema: { safeParse(value: unknown): { success: boolean } }, value: unknown) =>
  schema.safeParse(value).success;

it.each(['seoul:서울역', 'mta-nyct:701', 'delhi:नई दिल्ली', 'x', 'a b', '역'.repeat(250)])(
  '%s names a station and a train',
  (id) => {
    expect(accepts(stationId, id)).toBe(true);
    expect(accepts(trainId, id)).toBe(true);
  },
);

it.each(['', ' ', ' a', 'a ', '역'.repeat(251), 'a\u0000b', 'a\nb', '\u007f', 7])('%j names none', (id) => {
  expect(accepts(stationId, id)).toBe(false);
  expect(accepts(trainId, id)).toBe(false);
});

it('leaves room for what is put before and behind an id of a feed', () => {
  expect(accepts(stationId, `${'f'.repeat(FEED_ID_LENGTH)}:${'역'.repeat(OWN_ID_LENGTH)}`)).toBe(true);
  expect(accepts(trainId, `${'t'.repeat(TRIP_ID_LENGTH)}@167:59:59`)).toBe(true);
  expect(accepts(feedId, 'f'.repeat(FEED_ID_LENGTH))).toBe(true);
  expect(accepts(feedId, 'f'.repeat(FEED_ID_LENGTH + 1))).toBe(false);
  expect(ID_LENGTH).toBe(250);
});

it('request ids stay within what headers carry', () => {
  expect(accepts(requestId, 'a-1')).toBe(true);
  expect(accepts(requestId, '서울역')).toBe(false);
});
