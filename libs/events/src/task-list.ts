// Collects the decorated methods of an app as tasks for graphile-worker.
import type { DiscoveryService } from '@nestjs/core';
import type { JobHelpers, TaskList } from 'graphile-worker';
import { withRequestContext, type Logger } from '@lastmile/telemetry';
import { HANDLER, type HandlerMark } from './decorators.js';
import { eventTask, jobTask, timerTask } from './job-queue.js';
import type { ServiceGraph } from './service-graph.js';

type Handler = (data: unknown, about: unknown) => Promise<unknown>;
interface Found {
  readonly mark: HandlerMark;
  readonly handler: Handler;
}

/**
 * All handlers of the app by task name, and whether any of their jobs may have a scheduled time.
 *
 * @throws Error when a handled event is not declared in service.json, a declared one is not handled, or anything is
 * handled twice
 */
export function taskListOf(service: string, graph: ServiceGraph, discovery: DiscoveryService, logger: Logger) {
  const found = findHandlers(discovery);
  const { hears } = graph.of(service);
  const heard = new Set(found.filter(({ mark }) => mark.kind === 'event').map(({ mark }) => mark.name));
  const undeclared = [...heard].find((type) => !hears.includes(type));
  if (undeclared) throw new Error(`${service} handles ${undeclared} but does not declare that it hears it`);
  const unheard = hears.find((type) => !heard.has(type));
  if (unheard) throw new Error(`${service} declares that it hears ${unheard} but has no handler`);

  const tasks: TaskList = {};
  for (const { mark, handler } of found) {
    const name = taskName(service, mark);
    if (tasks[name]) throw new Error(`${name} has two handlers`);
    tasks[name] = async (payload, helpers) => {
      const requestId = (payload as { id?: string }).id;
      try {
        await withRequestContext({ requestId }, () => run(mark, handler, payload, helpers));
      } catch (err) {
        const { attempts: attempt, max_attempts: maxAttempts } = helpers.job;
        const last = attempt >= maxAttempts;
        logger[last ? 'error' : 'warn']({ err, task: name, attempt }, last ? 'task failed for good' : 'task failed');
        throw err;
      }
    };
  }
  return { tasks, hasSchedules: found.some(({ mark }) => mark.kind !== 'event') };
}

function run(mark: HandlerMark, handler: Handler, payload: unknown, { job }: JobHelpers): Promise<unknown> {
  const { data, at, time, ...rest } = payload as { data?: unknown; at?: string; time?: string };
  switch (mark.kind) {
    case 'event':
      return handler(mark.codec.fromJSON(data), { ...rest, time: new Date(time ?? NaN) });
    case 'timer':
      return handler(data, { ...rest, at: new Date(at ?? NaN) });
    case 'job':
      return handler(data, { ...rest, attempt: job.attempts });
  }
}

function taskName(service: string, { kind, name }: HandlerMark): string {
  if (kind === 'event') return eventTask(service, name);
  return kind === 'timer' ? timerTask(service, name) : jobTask(service, name);
}

function findHandlers(discovery: DiscoveryService): Found[] {
  const instances = new Set(
    [...discovery.getProviders(), ...discovery.getControllers()].map(({ instance }) => instance),
  );
  return [...instances].flatMap((instance: unknown) => {
    if (typeof instance !== 'object' || instance === null) return [];
    const prototype = Object.getPrototypeOf(instance) as Record<string, unknown> | null;
    return Object.getOwnPropertyNames(prototype ?? {}).flatMap((key) => {
      const method = Object.getOwnPropertyDescriptor(prototype, key)?.value as Handler | undefined;
      if (typeof method !== 'function') return [];
      const marks = (Reflect.getMetadata(HANDLER, method) as readonly HandlerMark[] | undefined) ?? [];
      const handler = method.bind(instance) as Handler;
      return marks.map((mark) => ({ mark, handler }));
    });
  });
}
