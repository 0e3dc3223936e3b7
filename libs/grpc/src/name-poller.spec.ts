import { FIRST_RETRY_MS, JITTER, MIN_GAP_MS, NamePoller, UNRESOLVED_AFTER_MS, POLL_MS } from './name-poller.js';

/** A poller whose answers the test sets, and the changes it reported. `random` is 0.5: no jitter. */
function setUp(random = () => 0.5) {
  const dns = { answer: [] as string[] | Error, questions: 0 };
  const told: string[][] = [];
  const unresolved: string[] = [];
  const poller = new NamePoller({
    lookup: () => {
      dns.questions += 1;
      return dns.answer instanceof Error ? Promise.reject(dns.answer) : Promise.resolve(dns.answer);
    },
    onChange: (addresses) => told.push([...addresses].sort()),
    onUnresolved: (error) => unresolved.push(error.message),
    random,
  });
  return { dns, told, unresolved, poller };
}

const pass = (ms: number) => jest.advanceTimersByTimeAsync(ms);
const notFound = new Error('queryA ENOTFOUND');

beforeEach(() => jest.useFakeTimers());
afterEach(() => jest.useRealTimers());

test('tells the addresses once, and again when they have changed', async () => {
  const { dns, told, poller } = setUp();
  dns.answer = ['a', 'b'];
  poller.ask();
  await pass(0);
  expect(told).toEqual([['a', 'b']]);
  dns.answer = ['b', 'a'];
  await pass(POLL_MS);
  expect(dns.questions).toBe(2);
  expect(told).toHaveLength(1);
  dns.answer = ['a', 'b', 'c'];
  await pass(POLL_MS);
  expect(told).toEqual([
    ['a', 'b'],
    ['a', 'b', 'c'],
  ]);
});

test('asks at least every five seconds, whatever the jitter', async () => {
  expect(POLL_MS * (1 + JITTER)).toBeLessThanOrEqual(5_000);
  for (const extreme of [0, 0.999]) {
    const { dns, poller } = setUp(() => extreme);
    dns.answer = ['a'];
    poller.ask();
    await pass(POLL_MS * 50);
    expect(dns.questions).toBeGreaterThanOrEqual(50 / (1 + JITTER));
    expect(dns.questions).toBeLessThanOrEqual(1 + 50 / (1 - JITTER));
    poller.stop();
  }
});

test.each([
  ['an empty answer', []],
  ['a failure', notFound],
])('keeps the last addresses through %s', async (_, answer) => {
  const { dns, told, unresolved, poller } = setUp();
  dns.answer = ['a'];
  poller.ask();
  await pass(0);
  dns.answer = answer;
  await pass(UNRESOLVED_AFTER_MS * 3);
  expect(told).toEqual([['a']]);
  expect(unresolved).toEqual([]);
  dns.answer = ['b'];
  await pass(POLL_MS);
  expect(told).toEqual([['a'], ['b']]);
});

test('backs off while a name does not resolve, reports it after a while, and recovers', async () => {
  const { dns, told, unresolved, poller } = setUp();
  dns.answer = notFound;
  poller.ask();
  for (let pause = FIRST_RETRY_MS, asked = 1; pause < POLL_MS; pause *= 2, asked += 1) {
    await pass(pause - 1);
    expect(dns.questions).toBe(asked);
    await pass(1);
  }
  expect(unresolved).toEqual([]);
  await pass(UNRESOLVED_AFTER_MS);
  expect(unresolved.length).toBeGreaterThan(0);
  expect(new Set(unresolved)).toEqual(new Set(['queryA ENOTFOUND']));
  dns.answer = ['a'];
  await pass(POLL_MS);
  expect(told).toEqual([['a']]);
});

test('asks at once when a connection broke, but not in a storm', async () => {
  const { dns, poller } = setUp();
  dns.answer = ['a'];
  poller.ask();
  await pass(MIN_GAP_MS);
  for (let n = 0; n < 100; n += 1) poller.ask();
  await pass(0);
  expect(dns.questions).toBe(2);
  for (let n = 0; n < 100; n += 1) poller.ask();
  await pass(MIN_GAP_MS - 1);
  expect(dns.questions).toBe(2);
  await pass(1);
  expect(dns.questions).toBe(3);
});

test('says nothing after stop, and knows its addresses when it starts again', async () => {
  const { dns, told, poller } = setUp();
  dns.answer = ['a'];
  poller.ask();
  poller.stop();
  await pass(POLL_MS * 2);
  expect([dns.questions, told]).toEqual([1, []]);
  poller.ask();
  await pass(0);
  poller.stop();
  dns.answer = notFound;
  poller.ask();
  await pass(0);
  expect(told).toEqual([['a'], ['a']]);
});

test('shuffles, so that clients do not start with the same replica', async () => {
  const firsts = new Set<string>();
  for (let client = 0; client < 100; client += 1) {
    const poller: NamePoller = new NamePoller({
      lookup: () => Promise.resolve(['a', 'b', 'c', 'd']),
      onChange: ([first]) => firsts.add(first!),
      onUnresolved: () => undefined,
    });
    poller.ask();
    await pass(0);
    poller.stop();
  }
  expect([...firsts].sort()).toEqual(['a', 'b', 'c', 'd']);
});
