export type { Codec, EventEnvelope, NewEvent } from './event.js';
export { EventBus } from './event-bus.js';
export { Timers, type Timer } from './timers.js';
export { Outbox } from './outbox.js';
export { Jobs, type NewJob } from './jobs.js';
export { handleOnce } from './inbox.js';
export { OnEvent, OnEvents, OnJob, OnTimer, type EventOf, type JobRun, type TimerFiring } from './decorators.js';
export { EventsModule, type EventsOptions } from './events.module.js';
export { ServiceGraph } from './service-graph.js';
