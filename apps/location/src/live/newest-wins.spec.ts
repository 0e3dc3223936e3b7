import { EventEmitter } from 'node:events';
import type { StoredLocation } from '../location.types.js';
import { newestWins } from './newest-wins.js';

const location = (driverId: string, second: number): StoredLocation => ({
  driverId,
  routeId: `route of ${driverId}`,
  fix: {
    position: { latitude: 0, longitude: 0 },
    time: new Date(second * 1000),
    accuracyMeters: 0,
    speedMetersPerSecond: undefined,
    headingDegrees: undefined,
  },
  etas: [],
  freeSeats: 1,
  revision: 1,
});

/** Accepts `room` positions until it is full; `drain` makes room again. */
class SlowReader extends EventEmitter {
  readonly read: StoredLocation[] = [];
  constructor(private room: number) {
    super();
  }
  write = (each: StoredLocation): boolean => {
    this.read.push(each);
    return --this.room > 0;
  };
  drain(room: number): void {
    this.room = room;
    this.emit('drain');
  }
}

describe('newestWins', () => {
  it('sends everything to a reader who keeps up', () => {
    const reader = new SlowReader(10);
    const emit = newestWins(reader.write, reader as never, ({ driverId }) => driverId);
    [1, 2, 3].forEach((second) => emit(location('a', second)));
    expect(reader.read).toHaveLength(3);
  });

  it('keeps one position a driver, the newest, for a reader who does not', () => {
    const reader = new SlowReader(1);
    const emit = newestWins(reader.write, reader as never, ({ driverId }) => driverId);
    [location('a', 1), location('a', 2), location('b', 2), location('a', 3), location('b', 4)].forEach(emit);
    expect(reader.read).toEqual([location('a', 1)]);
    reader.drain(1);
    reader.drain(5);
    emit(location('a', 5));
    expect(reader.read).toEqual([location('a', 1), location('a', 3), location('b', 4), location('a', 5)]);
  });
});
