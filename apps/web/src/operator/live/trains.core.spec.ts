// Trains are drawn exactly where they should be according to the timetable.
import { pollingOf, trainsAt, type Train, type TrainCall } from './trains.core';

const call = (stationName: string, longitude: number, arrive: string, depart = arrive): TrainCall => ({
  stationId: `m:${stationName}`,
  stationName,
  position: { latitude: 40, longitude },
  arriveTime: `2026-09-23T${arrive}Z`,
  departTime: `2026-09-23T${depart}Z`,
});
const line = { lineId: 'm:7', shortName: '7', longName: '' };
const train: Train = {
  trainId: 'T1',
  serviceDate: '2026-09-23',
  line,
  headsign: 'Gamma',
  directionId: 0,
  calls: [call('A', -74, '12:00:00', '12:00:30'), call('B', -73, '12:02:30', '12:03:00'), call('C', -72, '12:05:00')],
};
const at = (time: string) => trainsAt([train], Date.parse(`2026-09-23T${time}Z`))[0];

describe('trainsAt', () => {
  it.each([
    ['12:00:00', 'A', 'B', -74, true],
    ['12:00:30', 'A', 'B', -74, true],
    ['12:01:00', 'A', 'B', -73.75, false],
    ['12:01:30', 'A', 'B', -73.5, false],
    ['12:02:30', 'B', 'C', -73, true],
    ['12:04:00', 'B', 'C', -72.5, false],
  ])('at %s it is between %s and %s', (time, last, next, longitude, isStanding) => {
    const found = at(time);
    expect(found).toMatchObject({ id: 'm:7:2026-09-23:T1', isStanding });
    expect([found?.last.stationName, found?.next.stationName]).toEqual([last, next]);
    expect(found?.position.longitude).toBeCloseTo(longitude, 9);
    expect(found?.position.latitude).toBeCloseTo(40, 9);
  });

  it('leaves out a train that has not started, has arrived, or whose stops are not known so far', () => {
    expect(at('11:59:59')).toBeUndefined();
    expect(at('12:05:00')).toBeUndefined();
    expect(at('13:00:00')).toBeUndefined();
  });

  it('tells trains of two feeds apart that have one number', () => {
    const other = { ...train, line: { ...line, lineId: 'n:7' } };
    const found = trainsAt([train, other], Date.parse('2026-09-23T12:01:00Z'));
    expect(new Set(found.map(({ id }) => id)).size).toBe(2);
  });

  it('takes the short way over the 180th meridian', () => {
    const calls = [call('W', 179.5, '12:00:00'), call('E', -179.5, '12:02:00')];
    const [found] = trainsAt([{ ...train, calls }], Date.parse('2026-09-23T12:01:30Z'));
    expect(found?.position.longitude).toBeCloseTo(-179.75, 9);
  });

  it('stands still between stations a train reaches in no time', () => {
    const calls = [call('A', -74, '12:00:00'), call('B', -73, '12:00:00'), call('C', -72, '12:02:00')];
    const [found] = trainsAt([{ ...train, calls }], Date.parse('2026-09-23T12:00:00Z'));
    expect(found).toMatchObject({ last: { stationName: 'B' }, position: { longitude: -73 } });
  });
});

describe('pollingOf', () => {
  it.each([0.1, 1, 20, 60, 400])('at speed %d what is known covers two rounds', (speed) => {
    const { everyMs, windowSeconds } = pollingOf(speed);
    expect(windowSeconds).toBeGreaterThanOrEqual((2 * everyMs * speed) / 1_000);
    expect(windowSeconds).toBeLessThanOrEqual(900);
    expect(everyMs).toBeLessThanOrEqual(15_000);
  });

  it('asks once a second at most', () => {
    expect(pollingOf(1_000)).toEqual({ everyMs: 1_000, windowSeconds: 900 });
  });
});
