import { debounced, isSource } from './changes.js';

describe('isSource', () => {
  it.each(['trip.state.ts', 'messages/en.json', '0001_create.sql'])('takes %s', (file) =>
    expect(isSource(file)).toBe(true),
  );
  it.each(['trip.state.spec.ts', 'rpc.int.ts', '4913', 'trip.ts~', '.trip.ts.swp'])('leaves %s', (file) =>
    expect(isSource(file)).toBe(false),
  );
});

describe('debounced', () => {
  beforeEach(() => void jest.useFakeTimers());
  afterEach(() => void jest.useRealTimers());

  it('acts once for a burst, with what came last', async () => {
    const action = jest.fn(() => Promise.resolve());
    const call = debounced(action);
    call('a');
    call('b');
    await jest.advanceTimersByTimeAsync(1_000);
    expect(action.mock.calls).toEqual([['b']]);
  });

  it('does not act twice at a time', async () => {
    const gates: (() => void)[] = [];
    const action = jest.fn(() => new Promise<void>((done) => gates.push(done)));
    const call = debounced(action);
    call('a');
    await jest.advanceTimersByTimeAsync(1_000);
    call('b');
    await jest.advanceTimersByTimeAsync(1_000);
    expect(action).toHaveBeenCalledTimes(1);
    gates[0]!();
    await jest.advanceTimersByTimeAsync(0);
    expect(action).toHaveBeenCalledTimes(2);
    gates[1]!();
  });
});
