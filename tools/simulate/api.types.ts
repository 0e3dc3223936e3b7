// What the simulator reads of the public API's answers; the OpenAPI document has the whole.

export interface Position {
  latitude: number;
  longitude: number;
}

export interface Place {
  position: Position;
  name: string;
}

export interface Station {
  stationId: string;
  name: string;
  position: Position;
  timeZone: string;
}

export interface Area {
  name: string;
  position: Position;
  distanceMeters: number;
}

export interface Arrival {
  trainId: string;
  serviceDate: string;
  headsign: string;
  arriveTime: string;
}

export interface Ride {
  rideId: string;
  riderId: string;
  status: string;
  tripId?: string;
  readyTime: string;
  latestPickupTime: string;
  pickup: Place;
  waitingReason?: string;
}

export interface Route {
  routeId: string;
}

export interface Trip {
  tripId: string;
  rideId: string;
  driverId: string;
  stationId: string;
  status: string;
  pickup: Place;
  destination: Place;
  readyTime: string;
  dropoffOrder: number;
  offerExpireTime?: string;
  pin?: string;
  arriveTime?: string;
  boardTime?: string;
  endTime?: string;
}

export interface Session {
  accessToken: string;
  expireTime: string;
  refreshToken: string;
}

/** An entry of the inbox as it comes over the socket. */
export interface Notification {
  sequence: number;
  kind: string;
  data: Record<string, string>;
}

/** One fix of the simulated device. */
export interface Point {
  position: Position;
  time: string;
  accuracyMeters: number;
  speedMetersPerSecond: number;
  headingDegrees: number;
}

/** Where the car of a trip is, and when it is expected. */
export interface CarLocation {
  tripId: string;
  pickupEtaTime?: string;
  dropoffEtaTime?: string;
}
