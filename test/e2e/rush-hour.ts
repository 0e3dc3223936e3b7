// Drivers and riders at the same stations, and what they do at the same time: match, answer, cancel, change their seats.
import { randomUUID } from 'node:crypto';
import { asService } from '@lastmile/auth';
import type { Arrival, Station } from '@lastmile/contracts';
import type { Clock } from '@lastmile/config';
import type { Random } from '../../tools/simulate/random.js';
import type { Answers } from './answers.js';
import { northOf } from './city.js';
import { Driver, Rider, type Wish } from './commuters.js';
import type { Services } from './services.js';

/** In seconds of the city's time. Trains come before the cars do, so that riders are short of nothing but seats. */
const TRAINS_WITHIN = 360;
const CARS_WITHIN = [600, 720] as const;
const DRIVEN_METERS = 4000;

export class RushHour {
  private constructor(
    private readonly services: Services,
    private readonly answers: Answers,
    private readonly clock: Clock,
    private readonly stations: readonly Station[],
    private readonly trains: readonly Arrival[],
    private readonly drivers: readonly Driver[],
    private readonly riders: readonly Rider[],
  ) {}

  /** Every driver on the way past all stations, every rider waiting at one. */
  static async begin(
    services: Services,
    answers: Answers,
    clock: Clock,
    stations: readonly Station[],
    { drivers, riders, chance }: { drivers: number; riders: number; chance: Random },
  ): Promise<RushHour> {
    const [fromTime, toTime] = [after(clock, 0), after(clock, TRAINS_WITHIN)];
    const ids = stations.map(({ stationId }) => stationId);
    const boards = ids.map((stationId) =>
      services.station.listArrivals({ stationId, fromTime, toTime, lineId: '', pageSize: 0, pageToken: '' }),
    );
    const trains = (await Promise.all(boards)).flatMap(({ arrivals }) => arrivals);
    const destination = { position: northOf(stations[0]!.position!, DRIVEN_METERS), name: 'Home' };
    const rush = new RushHour(
      services,
      answers,
      clock,
      stations,
      trains,
      await all(drivers, () => Driver.start(services, answers, ids, destination)),
      await all(riders, () => Rider.register(services, answers)),
    );
    await Promise.all(rush.riders.map((rider) => rider.request(rush.wish(chance))));
    return rush;
  }

  /** One Match for one driver. Each sees others approach, so their plans want the same riders. */
  async match(chance: Random): Promise<void> {
    const others = this.drivers.filter(() => chance.chance(0.5));
    await this.matchFor(chance.pick(this.drivers), chance.pick(this.stations), others, chance);
  }

  /** A Match for each driver at each station, knowing of all the others, one after the other. */
  async matchAll(chance: Random): Promise<void> {
    for (const station of this.stations) {
      for (const driver of this.drivers) await this.matchFor(driver, station, this.drivers, chance);
    }
  }

  /** Somebody does something. */
  async act(chance: Random): Promise<void> {
    const driver = chance.pick(this.drivers);
    if (chance.chance(0.5)) return driver.dealWithRiders(chance);
    if (chance.chance(0.4)) return driver.changeSeats(chance);
    const rider = chance.pick(this.riders);
    await rider.cancel();
    await rider.request(this.wish(chance));
  }

  /** From now on nobody is asked: who is matched has a car. */
  async acceptAll(): Promise<void> {
    await Promise.all(this.drivers.map((driver) => driver.acceptByItself()));
  }

  private async matchFor(driver: Driver, station: Station, approaching: readonly Driver[], chance: Random) {
    const { stationId } = station;
    const etas = [driver, ...approaching.filter((other) => other !== driver)].map(({ caller }) => ({
      driverId: caller.userId,
      etaTime: after(this.clock, chance.between(...CARS_WITHIN)),
    }));
    const request = { requestId: randomUUID(), driverId: driver.caller.userId, stationId, approaching: etas };
    const as = { caller: asService('location') };
    const answer = await this.answers.ask('match', () => this.services.matching.match(request, as));
    this.answers.note(...(answer?.trips ?? []));
  }

  private wish(chance: Random): Wish {
    const train = chance.pick(this.trains);
    const { position } = this.stations.find(({ stationId }) => stationId === train.stationId)!;
    const destination = { position: northOf(position!, chance.between(1000, DRIVEN_METERS)), name: '' };
    return { train, destination, people: chance.pick([1, 1, 2]) };
  }
}

const after = (clock: Clock, seconds: number): Date => new Date(clock.now().getTime() + seconds * 1000);

const all = <T>(count: number, make: () => Promise<T>): Promise<T[]> =>
  Promise.all(Array.from({ length: count }, make));
