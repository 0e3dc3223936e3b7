// The platform's clock: real time, or for demos and tests a shared clock that runs at a chosen speed.
import { ConfigError } from './load-config.js';

/** The time of the domain. An abstract class so that it is its own injection token; tests pass a manual clock. */
export abstract class Clock {
  /** Domain seconds per real second; 1 for the real-time clock. */
  abstract readonly speed: number;
  /** The current time of the domain. */
  abstract now(): Date;
  /** Converts a domain time to real time, by which durable timers are scheduled. */
  abstract wallTimeOf(at: Date): Date;
}

class WallClock extends Clock {
  readonly speed = 1;
  now(): Date {
    return new Date();
  }
  wallTimeOf(at: Date): Date {
    return new Date(at);
  }
}

class ScaledClock extends Clock {
  constructor(
    private readonly startMs: number,
    readonly speed: number,
    private readonly anchorMs: number,
  ) {
    super();
  }
  now(): Date {
    return new Date(this.startMs + (Date.now() - this.anchorMs) * this.speed);
  }
  wallTimeOf(at: Date): Date {
    return new Date(this.anchorMs + (at.getTime() - this.startMs) / this.speed);
  }
}

const FORM = /^(?<start>[^@]+)@(?<speed>\d+(?:\.\d+)?)(?:@(?<anchor>[^@]+))?$/;

/**
 * The clock that `LASTMILE_CLOCK` describes: `<start>@<speed>[@<anchor>]`, for example
 * `2026-09-23T08:00:00-04:00@10@2026-11-21T04:00:00Z`: at the real time `anchor` the domain's clock showed `start`, and
 * since then it runs `speed` times as fast. Processes with the same anchor share one clock; it defaults to the start of
 * the process. Unset means real time.
 *
 * @throws ConfigError when the text has another format, a time without a zone, or a speed outside 0.1 to 1000
 */
export function clockFromEnv(env: Record<string, string | undefined> = process.env): Clock {
  const text = env.LASTMILE_CLOCK;
  if (!text) return new WallClock();
  const parts = FORM.exec(text)?.groups;
  const start = instant(parts?.start);
  const anchor = parts?.anchor === undefined ? Date.now() : instant(parts.anchor);
  const speed = Number(parts?.speed);
  if (start === undefined || anchor === undefined || !(speed >= 0.1 && speed <= 1000)) {
    throw new ConfigError(
      'bad configuration: LASTMILE_CLOCK: expected <start>@<speed>[@<anchor>] with RFC 3339 times that name their zone ' +
        'and a speed from 0.1 to 1000',
    );
  }
  return new ScaledClock(start, speed, anchor);
}

/** Milliseconds since 1970 of an RFC 3339 time with a zone. */
function instant(text: string | undefined): number | undefined {
  if (!text || !/T.*(Z|[+-]\d\d:\d\d)$/.test(text)) return undefined;
  const ms = Date.parse(text);
  return Number.isNaN(ms) ? undefined : ms;
}
