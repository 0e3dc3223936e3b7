// What a simulated drive is about.

/** WGS 84 degrees. */
export interface Place {
  readonly latitude: number;
  readonly longitude: number;
}

/** Where the car goes next. */
export interface Target {
  readonly key: string;
  readonly position: Place;
  /** Somebody gets in or out here, or the drive ends: the car stays until the target is taken away. */
  readonly isHeld: boolean;
}

/** A car that drives by itself. Plain data, so that it survives a reload. */
export interface SimulatedCar {
  readonly position: Place;
  /** Degrees clockwise from north. */
  readonly headingDegrees: number;
  /** Until when it has been driven, in milliseconds of the platform's time. */
  readonly timeMs: number;
  /** The target it stands at, and for how many seconds already. */
  readonly standing?: { readonly key: string; readonly seconds: number };
  /** Targets it has driven on from, although the platform may not know yet. */
  readonly passed: readonly string[];
  /** When its last fix was taken, in milliseconds of the platform's time. */
  readonly lastFixMs: number;
}

/** One fix as the platform takes it. */
export interface Fix {
  readonly position: Place;
  /** RFC 3339, the platform's clock. */
  readonly time: string;
  readonly accuracyMeters: number;
  readonly speedMetersPerSecond?: number;
  readonly headingDegrees?: number;
}

export interface Driven {
  readonly car: SimulatedCar;
  /** Oldest first. */
  readonly fixes: readonly Fix[];
  /** Keys of targets it has left now. */
  readonly left: readonly string[];
}
