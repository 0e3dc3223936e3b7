// Events that a test may hold back and deliver in any order, also twice.
import type { NewEvent } from '@lastmile/events';

export type Publish = (event: NewEvent) => Promise<void>;

export class HeldEvents {
  private isHolding = false;
  private readonly held: NewEvent[] = [];

  constructor(private readonly publish: Publish) {}

  async tell(event: NewEvent): Promise<void> {
    if (this.isHolding) this.held.push(event);
    else await this.publish(event);
  }

  /** From now on events wait for `deliver`; those held before are deleted. */
  holdBack(): void {
    this.held.length = 0;
    this.isHolding = true;
  }

  stopHoldingBack(): void {
    this.isHolding = false;
  }

  /** Delivers by position in the order in which they happened. */
  async deliver(...positions: number[]): Promise<void> {
    for (const position of positions) await this.publish(this.held[position]!);
  }
}
