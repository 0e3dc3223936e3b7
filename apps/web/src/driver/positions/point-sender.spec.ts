import { problemOf } from '../../api/problem';
import type { Fix } from '../simulation/drive.types';
import { PointSender, type Transport } from './point-sender';
import { lockOf, PointStore, type Browser } from './point-store';

const START_MS = Date.UTC(2026, 8, 23, 8);
/** A fix of a phone, whose numbers have all their digits. */
const fix = (second: number): Fix => ({
  position: { latitude: 40.75961234567891 + second * 1e-5, longitude: -73.83012345678912 },
  time: new Date(START_MS + second * 1_000).toISOString(),
  accuracyMeters: 4.812345678901234,
  speedMetersPerSecond: 13.412345678901234,
  headingDegrees: 271.2345678901234,
});
const fixes = (from: number, count: number) => Array.from({ length: count }, (_, i) => fix(from + i));
const HALF_AN_HOUR = fixes(0, 1_800);

/** Several pages of one browser: their stored data outlives them, their locks do not. */
class FakeBrowser implements Browser {
  readonly items = new Map<string, string>();
  readonly locks = new Set<string>();
  readonly storage = {
    getItem: (key: string) => this.items.get(key) ?? null,
    setItem: (key: string, value: string) => void this.items.set(key, value),
    removeItem: (key: string) => void this.items.delete(key),
  };
  nowMs = START_MS;
  keys = () => [...this.items.keys()];
  ifFree = async (name: string, work: (isFree: boolean) => Promise<void> | void) => work(!this.locks.has(name));

  open(pageId: string, routeId = 'route'): PointSender {
    this.locks.add(lockOf(pageId));
    return new PointSender(new PointStore(routeId, pageId, this, () => this.nowMs), () => this.nowMs);
  }

  /** Ends without cleaning up, like a tab that crashes. */
  crash(pageId: string): void {
    this.locks.delete(lockOf(pageId));
  }
}

/** A platform that takes all fixes unless `refuse` returns an error. */
function platform(refuse: (points: readonly Fix[], calls: number) => Error | undefined = () => undefined) {
  const taken: Fix[] = [];
  let calls = 0;
  const transport: Transport = (points) => {
    calls++;
    const bytes = JSON.stringify({ points }).length;
    if (bytes > 64 * 1024 || points.length > 500) return Promise.reject(problemOf(bytes > 64 * 1024 ? 413 : 400, {}));
    const refusal = refuse(points, calls);
    if (refusal) return Promise.reject(refusal);
    taken.push(...points);
    return Promise.resolve({ acceptedCount: points.length, rejected: [] });
  };
  return { taken, transport, calls: () => calls };
}

let browser: FakeBrowser;
let sender: PointSender;
beforeEach(() => {
  browser = new FakeBrowser();
  sender = browser.open('one');
});

/** Repeats like the page's timer, until nothing waits. */
async function flush(transport: Transport, which = sender): Promise<void> {
  for (let second = 0; second < 500; second++) {
    await which.flush(transport);
    if (which.current().waitingCount === 0) return;
    browser.nowMs += 1_000;
  }
}

it('brings half an hour without a network, each fix once and in order', async () => {
  const { taken, transport } = platform();
  for (const each of HALF_AN_HOUR) sender.add([each]);
  await flush(transport);
  expect(taken).toEqual(HALF_AN_HOUR);
  expect(browser.items.size).toBe(0);
});

it('finds out how much a proxy takes that takes less than the platform', async () => {
  const small = platform((points) => (JSON.stringify(points).length > 5_000 ? problemOf(413, 'too large') : undefined));
  sender.add(HALF_AN_HOUR);
  await flush(small.transport);
  expect(small.taken).toEqual(HALF_AN_HOUR);
  expect(sender.current().problem).toBeUndefined();
});

it('gives up the one fix that is refused alone, and no other', async () => {
  const broken = fix(700);
  const strict = platform((points) =>
    points.some(({ time }) => time === broken.time) ? problemOf(400, {}) : undefined,
  );
  sender.add(HALF_AN_HOUR);
  await flush(strict.transport);
  expect(strict.taken).toEqual(HALF_AN_HOUR.filter(({ time }) => time !== broken.time));
});

it('waits as long as the platform asks, by the answer’s body or its header', async () => {
  const asked = [
    problemOf(429, { reason: 'TOO_MANY_REQUESTS', metadata: { retry_after_seconds: '7' } }),
    problemOf(429, { reason: 'TOO_MANY_REQUESTS' }, '7'),
  ];
  for (const refusal of asked) {
    const busy = platform((_, calls) => (calls === 1 ? refusal : undefined));
    sender.add(fixes(Math.round((browser.nowMs - START_MS) / 1_000), 300));
    await sender.flush(busy.transport);
    browser.nowMs += 6_999;
    await sender.flush(busy.transport);
    expect([busy.calls(), busy.taken.length]).toEqual([1, 0]);
    browser.nowMs += 1;
    await sender.flush(busy.transport);
    expect(busy.taken).toHaveLength(300);
  }
});

it('sends fewer at once to a platform that takes only so many from one driver', async () => {
  const counting = platform((points) => (points.length > 20 ? problemOf(429, {}) : undefined));
  sender.add(fixes(0, 300));
  await flush(counting.transport);
  expect(counting.taken).toEqual(fixes(0, 300));
});

it.each([
  [0, 'OFFLINE'],
  [401, 'UNAUTHENTICATED'],
  [403, 'ROLE_REQUIRED'],
  [404, 'ROUTE_NOT_FOUND'],
  [409, 'POSITION_CONFLICT'],
  [500, 'INTERNAL'],
  [503, 'LOCATION_UNAVAILABLE'],
])('loses nothing while the answer is %s %s', async (status, reason) => {
  const away = platform((_, calls) => (calls <= 3 ? problemOf(status, { reason }) : undefined));
  sender.add(HALF_AN_HOUR);
  await flush(away.transport);
  expect(away.taken).toEqual(HALF_AN_HOUR);
  expect(sender.current().problem).toBeUndefined();
});

it('drops what belongs to a route that is over', async () => {
  sender.add(HALF_AN_HOUR);
  await sender.flush(platform(() => problemOf(409, { reason: 'OFF_DUTY' })).transport);
  expect(sender.current()).toMatchObject({ waitingCount: 0, problem: { reason: 'OFF_DUTY' } });
  expect(browser.items.size).toBe(0);
});

describe('a tab that is gone', () => {
  it('leaves every fix to the next one, also those that were on their way', async () => {
    for (const each of HALF_AN_HOUR) sender.add([each]);
    const dying: Transport = () => new Promise(() => undefined);
    void sender.flush(dying);
    browser.crash('one');
    const next = browser.open('two');
    next.add(fixes(1_800, 10));
    const { taken, transport } = platform();
    await flush(transport, next);
    expect(taken).toEqual([...HALF_AN_HOUR, ...fixes(1_800, 10)]);
    expect(browser.items.size).toBe(0);
  });

  it('is told from one that lives', async () => {
    sender.add(fixes(0, 10));
    const { taken, transport } = platform();
    await browser.open('two').flush(transport);
    expect(taken).toEqual([]);
    await flush(transport);
    expect(taken).toEqual(fixes(0, 10));
  });

  it('leaves those of another route alone for a day', async () => {
    sender.add(fixes(0, 250));
    browser.crash('one');
    const other = browser.open('two', 'another route');
    const { transport } = platform();
    browser.nowMs += 23 * 3_600_000;
    await other.flush(transport);
    expect(browser.items.size).toBe(3);
    browser.nowMs += 2 * 3_600_000;
    await other.flush(transport);
    expect(browser.items.size).toBe(0);
  });
});

it('works on without a place to store them', async () => {
  browser.storage.setItem = () => {
    throw new DOMException('full', 'QuotaExceededError');
  };
  const { taken, transport } = platform();
  for (const each of HALF_AN_HOUR) sender.add([each]);
  await flush(transport);
  expect(taken).toEqual(HALF_AN_HOUR);
});
