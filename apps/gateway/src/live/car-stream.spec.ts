import { EventEmitter } from 'node:events';
import type { WatchLocationsRequest } from '@lastmile/contracts';
import type { Clients } from '../gateway.client.js';
import { CarStream } from './car-stream.js';

it('refuses the 10,001st car and shows the others as before', () => {
  const sent: WatchLocationsRequest[] = [];
  const call = Object.assign(new EventEmitter(), {
    write: (message: WatchLocationsRequest) => sent.push(message),
    cancel: () => undefined,
  });
  const cars = new CarStream({ locations: { stream: { watchLocations: () => call } } } as unknown as Clients);
  const heard: string[] = [];
  const stops = Array.from({ length: 10_000 }, (_, i) => cars.watch(`d${i}`, ({ driverId }) => heard.push(driverId)));
  expect(() => cars.watch('one-more', () => undefined)).toThrow(
    expect.objectContaining({ reason: 'TOO_MANY_DRIVERS' }),
  );
  expect(sent.flatMap(({ addDriverIds }) => addDriverIds)).toHaveLength(10_000);
  // A second watcher of a known car causes no message on the stream.
  cars.watch('d7', ({ driverId }) => heard.push(driverId))();
  call.emit('data', { location: { driverId: 'd7' }, refusedDriverIds: [], refusedAreaIds: [] });
  expect(heard).toEqual(['d7']);
  stops[0]!();
  cars.watch('one-more', () => undefined);
  expect(sent.at(-1)).toMatchObject({ addDriverIds: ['one-more'] });
  cars.close();
});
