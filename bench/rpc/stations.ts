// Stations where drivers approach and riders wait, made through the services' own RPCs.
import { randomUUID } from 'node:crypto';
import type { Caller } from '@lastmile/auth';
import { DriverServiceService, RiderServiceService, StationServiceService, type Arrival } from '@lastmile/contracts';
import { createClient, type RpcClient } from '@lastmile/grpc';
import { Random } from '../../tools/simulate/random.js';
import { stationId, stationPosition } from './feed.js';

/** One station and who comes there; the first driver is the one who calls Match. */
export interface BusyStation {
  readonly stationId: string;
  readonly approaching: readonly { readonly driverId: string; readonly etaTime: Date }[];
  readonly routeIds: readonly string[];
  readonly rideIds: readonly string[];
}

export interface Crowd {
  readonly drivers: number;
  readonly riders: number;
}

/** After the present time, in seconds: trains come first, then the cars. Both well after the bench has ended. */
const [FIRST_TRAIN, LAST_TRAIN, FIRST_CAR, LAST_CAR] = [600, 1100, 1260, 1380] as const;
/** Drivers go north, riders roughly so; all within limits that leave a choice. */
const [NEAREST_METERS, DRIVEN_METERS, ASIDE_METERS] = [1000, 5000, 600] as const;
const METERS_PER_DEGREE = 111_195;
const SEED = 3;

export class StationMaker {
  private readonly drivers: RpcClient<typeof DriverServiceService>;
  private readonly riders: RpcClient<typeof RiderServiceService>;
  private readonly stations: RpcClient<typeof StationServiceService>;

  constructor(
    addressOf: (service: string) => string,
    private readonly now: Date,
  ) {
    const at = (service: string) => ({ address: addressOf(service), service: 'bench' });
    this.drivers = createClient(DriverServiceService, at('driver'));
    this.riders = createClient(RiderServiceService, at('rider'));
    this.stations = createClient(StationServiceService, at('station'));
  }

  async make(index: number, crowd: Crowd): Promise<BusyStation> {
    const chance = new Random(SEED, `station ${index}`);
    const id = stationId(index);
    const { arrivals } = await this.stations.listArrivals({
      stationId: id,
      fromTime: this.after(FIRST_TRAIN),
      toTime: this.after(LAST_TRAIN),
      lineId: '',
      pageSize: 0,
      pageToken: '',
    });
    const approaching = [];
    const routeIds = [];
    for (let n = 0; n < crowd.drivers; n++) {
      const driver = await this.driver(id, placeNorth(index, DRIVEN_METERS, chance));
      approaching.push({ driverId: driver.driverId, etaTime: this.after(chance.between(FIRST_CAR, LAST_CAR)) });
      routeIds.push(driver.routeId);
    }
    const rideIds = [];
    for (let n = 0; n < crowd.riders; n++) {
      const place = placeNorth(index, chance.between(NEAREST_METERS, DRIVEN_METERS), chance);
      rideIds.push(await this.rider(chance.pick(arrivals), place));
    }
    return { stationId: id, approaching, routeIds, rideIds };
  }

  close(): void {
    for (const client of [this.drivers, this.riders, this.stations]) client.close();
  }

  private async driver(station: string, destination: Place): Promise<{ driverId: string; routeId: string }> {
    const caller: Caller = { userId: randomUUID(), roles: ['driver'] };
    const vehicle = { plate: 'LM 1', description: 'Blue van', seats: 4, wheelchairPlaces: 0 };
    await this.drivers.registerDriver({ requestId: randomUUID(), name: 'Dee', vehicle }, { caller });
    const plan = { stationIds: [station], destination, seats: 0, detourBudgetSeconds: 1200, autoAccept: false };
    const { route } = await this.drivers.registerRoute({ requestId: randomUUID(), ...plan }, { caller });
    const routeId = route?.routeId ?? '';
    await this.drivers.startRoute({ requestId: randomUUID(), routeId }, { caller });
    return { driverId: caller.userId, routeId };
  }

  private async rider({ stationId, trainId, serviceDate }: Arrival, destination: Place): Promise<string> {
    const caller: Caller = { userId: randomUUID(), roles: ['rider'] };
    await this.riders.registerRider({ requestId: randomUUID(), name: 'Ray', wheelchair: false }, { caller });
    const wish = {
      stationId,
      trainId,
      serviceDate,
      destination,
      partySize: 1,
      maxWaitSeconds: 1800,
      pickupPointId: '',
    };
    const { ride } = await this.riders.requestRide({ requestId: randomUUID(), ...wish }, { caller });
    return ride?.rideId ?? '';
  }

  private after(seconds: number): Date {
    return new Date(this.now.getTime() + seconds * 1000);
  }
}

type Place = ReturnType<typeof placeNorth>;

function placeNorth(index: number, meters: number, chance: Random) {
  const { latitude, longitude } = stationPosition(index);
  const aside = chance.between(-ASIDE_METERS, ASIDE_METERS);
  const position = {
    latitude: latitude + meters / METERS_PER_DEGREE,
    longitude: longitude + aside / METERS_PER_DEGREE / Math.cos((latitude * Math.PI) / 180),
  };
  return { position, name: 'Home' };
}
