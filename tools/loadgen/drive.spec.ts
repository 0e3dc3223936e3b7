import { drive } from './drive.js';
import { Schedule } from './schedule.js';

const never = new AbortController().signal;
const answered = Promise.resolve({ replica: 'a' });

test('as many calls at once as there are workers, and each schedule slot once', async () => {
  let [running, most] = [0, 0];
  const indexes: number[] = [];
  const call = async (index: number) => {
    indexes.push(index);
    most = Math.max(most, ++running);
    await new Promise(setImmediate);
    running -= 1;
    return answered;
  };
  const schedule = new Schedule({ warmupSeconds: 0, seconds: 3600, calls: 40 });
  let ended = 0;
  await drive({ workers: 5, schedule, call, signal: never, onOutcome: () => (ended += 1) });
  expect(most).toBe(5);
  expect(indexes).toEqual(Array.from({ length: 40 }, (_, index) => index));
  expect(ended).toBe(40);
});

test('latency includes the wait for a worker', async () => {
  jest.useFakeTimers();
  try {
    const call = () => new Promise<{ replica: string }>((resolve) => setTimeout(resolve, 1000, { replica: 'a' }));
    const schedule = new Schedule({ rate: 2, warmupSeconds: 0, seconds: 1.5 });
    const latencies: number[] = [];
    const done = drive({ workers: 1, schedule, call, signal: never, onOutcome: (ms) => latencies.push(ms) });
    await jest.advanceTimersByTimeAsync(5000);
    await done;
    expect(latencies).toEqual([1000, 1500]); // due at 0 and 500 ms; at 2,000 ms it is over
    expect(schedule.overdue(1500)).toBe(1);
  } finally {
    jest.useRealTimers();
  }
});

test('stops when told, with the calls that were begun', async () => {
  const abort = new AbortController();
  const call = (index: number) => {
    if (index === 9) abort.abort();
    return answered;
  };
  let ended = 0;
  const schedule = new Schedule({ warmupSeconds: 0, seconds: 3600 });
  await drive({ workers: 1, schedule, call, signal: abort.signal, onOutcome: () => (ended += 1) });
  expect(ended).toBe(10);
});
