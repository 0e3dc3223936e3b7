// A clock that stands still until a test moves it.
import { Clock } from '@lastmile/config';

export class ManualClock extends Clock {
  readonly speed = 1;
  private at: number;

  constructor(start: Date | string = '2026-09-23T12:00:00Z') {
    super();
    this.at = new Date(start).getTime();
  }

  now(): Date {
    return new Date(this.at);
  }

  /** Times up to now are due immediately; later ones are as far in the future in real time as in the test's time. */
  wallTimeOf(at: Date): Date {
    return new Date(Date.now() + Math.max(0, at.getTime() - this.at));
  }

  advance(seconds: number): void {
    this.at += seconds * 1_000;
  }

  set(at: Date | string): void {
    this.at = new Date(at).getTime();
  }
}
