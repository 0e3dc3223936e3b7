// An instance as the file holds it; what each field means stands in bench/README.md.
export interface InstanceJson {
  readonly name?: string;
  readonly station?: number;
  readonly maxHoldSeconds?: number;
  readonly travelSeconds: readonly (readonly number[])[];
  readonly drivers: readonly DriverJson[];
  readonly riders: readonly RiderJson[];
}

export interface DriverJson {
  readonly id: string;
  readonly arriveSeconds: number;
  readonly departSeconds?: number;
  readonly seats: number;
  readonly wheelchairPlaces?: number;
  readonly stops?: readonly StopJson[];
  readonly destination: number;
  readonly straightSeconds?: number;
  readonly detourBudgetSeconds: number;
  readonly claimSeconds?: number;
}

export interface StopJson {
  readonly place: number;
  readonly latestSeconds?: number;
  readonly leaveSeconds?: number;
}

export interface RiderJson {
  readonly id: string;
  readonly destination: number;
  readonly partySize?: number;
  readonly wheelchair?: boolean;
  readonly readySeconds: number;
  readonly latestPickupSeconds: number;
  readonly maxRideSeconds: number;
  readonly ageSeconds?: number;
  readonly excludedDrivers?: readonly string[];
}
