import { entryPath, isOnScreen } from './entry-path';

describe('where a message leads', () => {
  it.each([
    [{ trip_id: 't1', ride_id: 'r1' }, '/trips/t1'],
    [{ ride_id: 'r1' }, '/ride/r1'],
    [{ trip_id: '../sign-in?to=//evil' }, '/trips/..%2Fsign-in%3Fto%3D%2F%2Fevil'],
    [{}, undefined],
  ])('%j leads to %s', (data, path) => {
    expect(entryPath({ data: data as Record<string, string> })).toBe(path);
  });
});

describe('what is on the screen already', () => {
  const entry = { kind: 'trip.scheduled', data: { trip_id: 't1', ride_id: 'r1' } };
  it.each([
    ['/ride/r1', true],
    ['/trips/t1', true],
    ['/drive', true],
    ['/ride/r2', false],
    ['/drive/new', false],
    ['/inbox', false],
  ])('%s: %s', (path, expected) => expect(isOnScreen(entry, path)).toBe(expected));
  it('a broadcast is nowhere else', () => {
    expect(isOnScreen({ kind: 'operator.broadcast', data: {} }, '/drive')).toBe(false);
  });
});
