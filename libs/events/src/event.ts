// An event, as it is sent from its service to the listeners.

export interface EventEnvelope {
  /** The same for every listener and every retry. */
  readonly id: string;
  /** `<service>.<what happened>`, such as `trip.scheduled`. */
  readonly type: string;
  /** The object it is about, such as the trip's id. */
  readonly aggregateId: string;
  /**
   * Version of the aggregate after the change. Events may be late or out of order: ignore versions older than the known
   * one.
   */
  readonly version: number;
  /** When it happened, in the domain's time. */
  readonly time: Date;
}

export interface NewEvent extends Omit<EventEnvelope, 'id'> {
  /** Default: a new one. */
  readonly id?: string;
  /** Plain JSON: what the `toJSON` of the payload's codec returns. */
  readonly data: unknown;
}

/** The methods of a generated message that events need, such as those of `TripEvent` in libs/contracts. */
export interface Codec<Message> {
  fromJSON(object: unknown): Message;
  toJSON(message: Message): unknown;
}
