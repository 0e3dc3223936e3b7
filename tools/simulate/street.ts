// The physical world, where people meet without any network: a rider at the kerb tells the driver a PIN.

/** Who stands at the kerb, by trip. */
export class Street {
  private readonly waiting = new Map<string, string>();

  /** The rider of a trip stands at the kerb and knows the PIN. */
  stand(tripId: string, pin: string): void {
    this.waiting.set(tripId, pin);
  }

  /** The rider leaves the kerb: aboard, or gone. */
  leave(tripId: string): void {
    this.waiting.delete(tripId);
  }

  /** The driver calls out; the PIN, when the rider is there. */
  ask(tripId: string): string | undefined {
    return this.waiting.get(tripId);
  }
}
