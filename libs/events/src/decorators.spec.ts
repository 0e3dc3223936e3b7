// Handler decorators, and how they are read.
import { HANDLER, OnEvent, OnEvents, type HandlerMark } from './decorators.js';

const codec = { fromJSON: (json: unknown) => json, toJSON: (message: unknown) => message };

class Handlers {
  @OnEvent('trip.offered', codec)
  async one(): Promise<void> {}

  @OnEvents(['trip.declined', 'trip.expired'], codec)
  async several(): Promise<void> {}
}

const namesOf = (method: object) =>
  (Reflect.getMetadata(HANDLER, method) as readonly HandlerMark[]).map(({ kind, name }) => [kind, name]);

it('a method hears one event', () => {
  expect(namesOf(Handlers.prototype.one)).toEqual([['event', 'trip.offered']]);
});

it('or several', () => {
  expect(namesOf(Handlers.prototype.several)).toEqual([
    ['event', 'trip.declined'],
    ['event', 'trip.expired'],
  ]);
});
