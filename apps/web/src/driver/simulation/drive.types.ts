// Types of a simulated drive.

/** WGS 84 degrees. */
export interface Place {
  readonly latitude: number;
  readonly longitude: number;
}

/** A place that the car drives to. */
export interface Target {
  readonly key: string;
  readonly position: Place;
  /** Somebody gets in or out here, or the drive ends: the car stays until the target is removed. */
  readonly isHeld: boolean;
}

/** A simulated car. Plain data, so that it survives a reload. */
export interface SimulatedCar {
  readonly position: Place;
  /** Degrees clockwise from north. */
  readonly headingDegrees: number;
  /** The time up to which it has been simulated, in milliseconds of the platform's time. */
  readonly timeMs: number;
  /** The target where it waits, and for how many seconds so far. */
  readonly standing?: { readonly key: string; readonly seconds: number };
  /** Targets that it has left, even if the platform does not know that yet. */
  readonly passed: readonly string[];
  /** Time of its last fix, in milliseconds of the platform's time. */
  readonly lastFixMs: number;
}

/** One fix, as the platform accepts it. */
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
  /** Keys of targets that it has just left. */
  readonly left: readonly string[];
}
