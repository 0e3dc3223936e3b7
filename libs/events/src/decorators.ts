// Decorators for provider methods that handle events, timers and jobs. Handlers run at least once, so they must be
// idempotent.
import { SetMetadata } from '@nestjs/common';
import type { Codec, EventEnvelope } from './event.js';

/** The metadata key of a method's handlers, an array of HandlerMark. */
export const HANDLER = Symbol('lastmile handler');

export interface TimerFiring {
  readonly key: string;
  /** The scheduled time, in the domain's time. */
  readonly at: Date;
}

export interface JobRun {
  readonly key?: string;
  /** 1 for the first attempt. */
  readonly attempt: number;
}

export type HandlerMark =
  | { readonly kind: 'event'; readonly name: string; readonly codec: Codec<unknown> }
  | { readonly kind: 'timer' | 'job'; readonly name: string };

/** An event with one of these types. */
export type EventOf<Type extends string> = EventEnvelope & { readonly type: Type };

/** Lets TypeScript check that the method accepts the decorator's arguments. */
type Method<Data, About> = <M extends (data: Data, about: About) => Promise<unknown>>(
  target: object,
  key: string | symbol,
  descriptor: TypedPropertyDescriptor<M>,
) => void;

/** `@OnEvent('trip.scheduled', TripEvent) async showTrip(message: TripEvent, event: EventEnvelope)`. */
export const OnEvent = <Message>(type: string, codec: Codec<Message>): Method<Message, EventEnvelope> =>
  OnEvents([type], codec);

/** Handles events of several types with the same message in one method: `event.type` is the type. */
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
