// Marks the methods of providers that handle events, timers and jobs. All run at least once: they must be repeatable.
import { SetMetadata } from '@nestjs/common';
import type { Codec, EventEnvelope } from './event.js';

/** The key of a method's marks, an array of HandlerMark. */
export const HANDLER = Symbol('lastmile handler');

export interface TimerFiring {
  readonly key: string;
  /** When it was to fire, in the domain's time. */
  readonly at: Date;
}

export interface JobRun {
  readonly key?: string;
  /** 1 for the first try. */
  readonly attempt: number;
}

export type HandlerMark =
  | { readonly kind: 'event'; readonly name: string; readonly codec: Codec<unknown> }
  | { readonly kind: 'timer' | 'job'; readonly name: string };

/** An event of one of these types. */
export type EventOf<Type extends string> = EventEnvelope & { readonly type: Type };

/** Lets TypeScript check that the method takes what the decorator promises. */
type Method<Data, About> = <M extends (data: Data, about: About) => Promise<unknown>>(
  target: object,
  key: string | symbol,
  descriptor: TypedPropertyDescriptor<M>,
) => void;

/** `@OnEvent('trip.scheduled', TripEvent) async showTrip(message: TripEvent, event: EventEnvelope)`. */
export const OnEvent = <Message>(type: string, codec: Codec<Message>): Method<Message, EventEnvelope> =>
  OnEvents([type], codec);

/** Events of several types that carry the same message, in one method: `event.type` says which of them it is. */
export const OnEvents = <Message, Type extends string>(
  types: readonly Type[],
  codec: Codec<Message>,
): Method<Message, EventOf<Type>> =>
  mark(types.map((name) => ({ kind: 'event', name, codec: codec as Codec<unknown> })));

/** `@OnTimer('offer-expiry') async expire(data: { tripId: string }, timer: TimerFiring)`. */
export const OnTimer = (name: string): Method<OwnData, TimerFiring> => mark([{ kind: 'timer', name }]);

/** `@OnJob('match') async match(data: { stationId: string }, job: JobRun)`. */
export const OnJob = (name: string): Method<OwnData, JobRun> => mark([{ kind: 'job', name }]);

/* eslint-disable @typescript-eslint/no-explicit-any -- what a timer or job carries is known to its own service only */
type OwnData = any;
const mark = (marks: readonly HandlerMark[]): Method<any, any> => SetMetadata(HANDLER, marks);
