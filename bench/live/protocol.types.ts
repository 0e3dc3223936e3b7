// What the bench's processes ask of one another.

/** One point as a driver's phone sends it. */
export interface Point {
  readonly position: { readonly latitude: number; readonly longitude: number };
  readonly time: string;
  readonly accuracyMeters: number;
}

/** What a rider's socket is sent. */
export interface LocationMessage {
  readonly tripId: string;
  readonly driverId: string;
  readonly point: Point;
}

export interface ClientSocket {
  readonly token: string;
  /** Of the car that drives or is followed. */
  readonly driverId: string;
  /** Whom to follow; a driver's socket follows nobody. */
  readonly tripId?: string;
}

export type ClientQuestion =
  | { readonly ask: 'connect'; readonly url: string; readonly sockets: readonly ClientSocket[] }
  | { readonly ask: 'join' }
  | { readonly ask: 'drive'; readonly seconds: number; readonly everySeconds: number }
  | { readonly ask: 'hear'; readonly notifications: number }
  | { readonly ask: 'close' };

export interface Driven {
  readonly sent: number;
  /** Points that were not accepted. */
  readonly refused: number;
  readonly delivered: number;
  /** From a driver's `emit` to each rider's event, in milliseconds. */
  readonly latencies: readonly number[];
  /** The last message, so that the bare run can send the same bytes. */
  readonly sample?: LocationMessage;
}

export type BareQuestion =
  | { readonly ask: 'listen'; readonly trips: readonly (readonly [tripId: string, driverId: string])[] }
  | { readonly ask: 'imitate'; readonly location: LocationMessage; readonly notification: object }
  | { readonly ask: 'broadcast'; readonly times: number };
