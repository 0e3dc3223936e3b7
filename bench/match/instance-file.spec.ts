import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { generateInstance } from './generate.js';
import { instanceOf, readInstances } from './instance-file.js';
import { lineOf, solve } from './solve.js';

const good = generateInstance({ drivers: 2, riders: 4, layout: 'scattered', seed: 1 });
const [driver, rider] = [good.drivers[0]!, good.riders[0]!];

describe('an instance file', () => {
  it('fills in what may be left out', () => {
    const { id, destination, readySeconds, latestPickupSeconds, maxRideSeconds } = rider;
    const { instance, name } = instanceOf(
      {
        travelSeconds: [
          [0, 60, 90],
          [60, 0, 70],
          [90, 70, 0],
        ],
        drivers: [
          { id: 'd', arriveSeconds: 30, seats: 2, stops: [{ place: 1 }], destination: 2, detourBudgetSeconds: 600 },
        ],
        riders: [{ id, destination: destination % 3, readySeconds, latestPickupSeconds, maxRideSeconds }],
      },
      7,
    );
    expect(name).toBe('7');
    expect(instance).toMatchObject({ station: 0, maxHoldSeconds: 180 });
    expect(instance.drivers[0]).toMatchObject({
      departSeconds: 30,
      straightSeconds: 90,
      wheelchairPlaces: 0,
      claimSeconds: 0,
    });
    expect(instance.drivers[0]?.stops).toEqual([{ place: 1, latestSeconds: Infinity, leaveSeconds: -Infinity }]);
    expect(instance.riders[0]).toMatchObject({
      party: { people: 1, wheelchair: false },
      ageSeconds: 0,
      excludedDrivers: [],
    });
  });

  it.each([
    ['drivers.0.seats', { ...good, drivers: [{ ...driver, seats: -1 }] }],
    ['drivers.0.seats', { ...good, drivers: [{ ...driver, seats: 'two' }] }],
    ['drivers.0.destination', { ...good, drivers: [{ ...driver, destination: 999 }] }],
    ['drivers.0.stops.0.place', { ...good, drivers: [{ ...driver, stops: [{ place: -1 }] }] }],
    ['riders.0.destination', { ...good, riders: [{ ...rider, destination: null }] }],
    ['riders.0.partySize', { ...good, riders: [{ ...rider, partySize: 0 }] }],
    ['riders.1.id', { ...good, riders: [rider, rider] }],
    ['riders', { ...good, riders: Array.from({ length: 10_000 }, (_, i) => ({ ...rider, id: `r${i}` })) }],
    [
      'travelSeconds.0.1',
      {
        ...good,
        travelSeconds: [
          [0, -1],
          [1, 0],
        ],
      },
    ],
    ['travelSeconds.1', { ...good, travelSeconds: [[0, 1], [1]] }],
    ['station', { ...good, station: 1.5 }],
    ['drivers', { ...good, drivers: undefined }],
  ])('names a bad %s', (field, json) => {
    expect(() => instanceOf(json, 3)).toThrow(new RegExp(`^instances\\.3\\.${field.replaceAll('.', '\\.')}: `));
  });

  it.each([
    ['is not valid JSON', '[\n\n{"station":\nNaN,\n"drivers": []\n}]'],
    ['instances: must be an array', '{}'],
    ['instances.1.riders: ', JSON.stringify([good, { ...good, riders: 3 }])],
  ])('is refused in one line: %s', async (message, text) => {
    const directory = await mkdtemp(join(tmpdir(), 'instances-'));
    try {
      await writeFile(join(directory, 'file.json'), text);
      const refused: unknown = await readInstances(join(directory, 'file.json')).catch((error: unknown) => error);
      expect((refused as Error).message).toContain(message);
      expect((refused as Error).message).not.toContain('\n');
    } finally {
      await rm(directory, { recursive: true });
    }
  });

  it('is answered with every rider once and no infinity, which JSON has not', () => {
    const { instance } = instanceOf(good, 0);
    const line = lineOf('a', instance, solve(instance, { seed: 1, iterations: 50 })) as {
      drivers: { riders: string[] }[];
      unserved: { id: string }[];
    };
    const named = [...line.drivers.flatMap(({ riders }) => riders), ...line.unserved.map(({ id }) => id)];
    expect(named.sort()).toEqual(good.riders.map(({ id }) => id).sort());
    expect(JSON.parse(JSON.stringify(line))).toEqual(line);
  });
});
