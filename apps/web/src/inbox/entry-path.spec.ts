import { entryPath } from './entry-path';

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
