// What happened, as it travels from the service that knows to those that listen.

export interface EventEnvelope {
  /** The same for every listener and every retry. */
  readonly id: string;
  /** `<service>.<what happened>`, such as `trip.scheduled`. */
  readonly type: string;
  /** The thing it happened to, such as the trip's id. */
  readonly aggregateId: string;
  /** Of the aggregate after the change. Events may arrive late or out of order: ignore versions older than what you know. */
  readonly version: number;
  /** When it happened, in the domain's time. */
  readonly time: Date;
}

export interface NewEvent extends Omit<EventEnvelope, 'id'> {
  /** Default: a fresh one. */
  readonly id?: string;
  /** Plain JSON: what the `toJSON` of the payload's codec returns. */
  readonly data: unknown;
}

/** The part of a generated message that events need, such as `TripEvent` of libs/contracts. */
export interface Codec<Message> {
  fromJSON(object: unknown): Message;
  toJSON(message: Message): unknown;
}
