import { Schedule } from './schedule.js';

/** All slots handed out when somebody asks at those times. */
const ask = (schedule: Schedule, times: number[]) => times.map((now) => schedule.next(now));

test('an open loop is due at its rate, however late its workers come', () => {
  const schedule = new Schedule({ rate: 10, warmupSeconds: 0, seconds: 1 });
  const dues = ask(schedule, [0, 0, 900, 900, 901]).map((slot) => slot?.dueMs);
  expect(dues).toEqual([0, 100, 200, 300, 400]);
});

test('a closed loop is due when somebody asks', () => {
  const schedule = new Schedule({ warmupSeconds: 0, seconds: 1 });
  expect(ask(schedule, [0, 7, 350, 1000]).map((slot) => slot?.dueMs)).toEqual([0, 7, 350, undefined]);
});

test('the warm-up is not measured, and not part of the duration', () => {
  const schedule = new Schedule({ rate: 2, warmupSeconds: 1, seconds: 1 });
  const slots = ask(schedule, [0, 0, 0, 0, 0]);
  expect(slots.map((slot) => slot?.measured)).toEqual([false, false, true, true, undefined]);
});

test('ends with its measured calls', () => {
  const schedule = new Schedule({ warmupSeconds: 1, seconds: 60, calls: 2 });
  expect(ask(schedule, [0, 1000, 1001, 1002]).map((slot) => slot?.measured)).toEqual([false, true, true, undefined]);
});

test('ends with its time, also when workers are far behind, and counts what nobody came to', () => {
  const schedule = new Schedule({ rate: 100, warmupSeconds: 1, seconds: 1 });
  for (let n = 0; n < 130; n += 1) schedule.next(500);
  expect(schedule.next(2000)).toBeUndefined();
  expect(schedule.overdue(1500)).toBe(20);
  expect(schedule.overdue(5000)).toBe(70);
});
