// Stations where drivers approach and riders wait, made through the services' own RPCs.
import { randomUUID } from 'node:crypto';
import type { Caller } from '@lastmile/auth';
import { DriverServiceService, RiderServiceService, StationServiceService, type Arrival } from '@lastmile/contracts';
import type { LatLng } from '@lastmile/geo';
import { createClient, type RpcClient } from '@lastmile/grpc';
import { partyFields } from '@lastmile/party';
import { Random } from '../../tools/simulate/random.js';
import { stationId, stationPosition } from './feed.js';

/** One station and who comes there; Match is called for the first driver. */
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

/**
 * In seconds after the present time: three trains, then the cars, as the stations of bench/match/generate.ts have them, but no
 * rider so late that a plan leaves them to later cars. All of it after the bench has ended.
 */
const [FIRST_TRAIN, LAST_TRAIN, FIRST_CAR, LAST_CAR] = [600, 900, 780, 1200] as const;
const [TRAINS, AREAS] = [3, 5] as const;
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
    const at = (service: string) => ({ address: addressOf(service), service: 'gateway' });
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
    const trains = Array.from({ length: TRAINS }, () => chance.pick(arrivals));
    const station = stationPosition(index);
    const areas = Array.from({ length: AREAS }, () => around(station, 1200, 3200, chance));
    const home = () => around(chance.pick(areas), 0, 500, chance);
    const approaching = [];
    const routeIds = [];
    for (let n = 0; n < crowd.drivers; n++) {
      const destination = chance.chance(0.7) ? around(home(), 500, 3000, chance) : around(station, 2500, 8000, chance);
      const { driverId, routeId } = await this.driver(id, destination, chance);
      approaching.push({
        driverId,
        etaTime: this.after(FIRST_CAR + (n * (LAST_CAR - FIRST_CAR)) / (crowd.drivers - 1)),
      });
      routeIds.push(routeId);
    }
    const rideIds = [];
    for (let n = 0; n < crowd.riders; n++) rideIds.push(await this.rider(chance.pick(trains), home(), chance));
    return { stationId: id, approaching, routeIds, rideIds };
  }

  close(): void {
    for (const client of [this.drivers, this.riders, this.stations]) client.close();
  }

  private async driver(
    station: string,
    target: LatLng,
    chance: Random,
  ): Promise<{ driverId: string; routeId: string }> {
    const caller: Caller = { userId: randomUUID(), roles: ['driver'] };
    const vehicle = { plate: 'LM 1', description: 'Blue van', seats: chance.pick([1, 2, 3, 4]), wheelchairPlaces: 0 };
    await this.drivers.registerDriver({ requestId: randomUUID(), name: 'Dee', vehicle }, { caller });
    const destination = { position: target, name: 'Home' };
    const detourBudgetSeconds = 60 * Math.round(chance.between(4, 12));
    const plan = { stationIds: [station], destination, seats: 0, detourBudgetSeconds, autoAccept: false };
    const { route } = await this.drivers.registerRoute({ requestId: randomUUID(), ...plan }, { caller });
    const routeId = route?.routeId ?? '';
    await this.drivers.startRoute({ requestId: randomUUID(), routeId }, { caller });
    return { driverId: caller.userId, routeId };
  }

  private async rider(train: Arrival, target: LatLng, chance: Random): Promise<string> {
    const caller: Caller = { userId: randomUUID(), roles: ['rider'] };
    await this.riders.registerRider({ requestId: randomUUID(), name: 'Ray', wheelchair: false }, { caller });
    const { stationId, trainId, serviceDate } = train;
    const destination = { position: target, name: 'Home' };
    const party = { people: chance.pick([1, 1, 1, 1, 1, 1, 2, 2, 3]) };
    const maxWaitSeconds = 60 * Math.round(chance.between(8, 15));
    const wish = { stationId, trainId, serviceDate, destination, maxWaitSeconds, pickupPointId: '' };
    const { ride } = await this.riders.requestRide(
      { requestId: randomUUID(), ...wish, ...partyFields(party) },
      { caller },
    );
    return ride?.rideId ?? '';
  }

  private after(seconds: number): Date {
    return new Date(this.now.getTime() + seconds * 1000);
  }
}

/** Anywhere in a ring around a place. */
function around({ latitude, longitude }: LatLng, nearMeters: number, farMeters: number, chance: Random): LatLng {
  const [angle, meters] = [chance.between(0, 2 * Math.PI), chance.between(nearMeters, farMeters)];
  const perDegree = METERS_PER_DEGREE * Math.cos((latitude * Math.PI) / 180);
  return {
    latitude: latitude + (meters * Math.sin(angle)) / METERS_PER_DEGREE,
    longitude: longitude + (meters * Math.cos(angle)) / perDegree,
  };
}
