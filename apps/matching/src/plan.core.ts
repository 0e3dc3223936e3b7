// Plans one station: which riders ride with which car, in which drop-off order.
//
// Invariants: no car takes more than it has seats and wheelchair places for; nobody is picked up or dropped off after
// their limit, riders promised before included; no car stands longer or drives farther than its driver allows. The same
// input gives the same plan, whatever the order of its lists.
//
// Straightforward insertion: riders by priority, each into the car and position that costs least. O(rides × cars × stops²).
import { carAt, compare, timing, type Car, type Travel } from './car.core.js';
import { checkedTravel, checkInput } from './plan-input.core.js';
import { bestInsertion, nearest, type Insertion, type Limit } from './insertion.core.js';
import type { CarPlan, JoiningRide, Plan, PlanInput, RideInput, UnservedReason } from './plan.types.js';

interface Seat {
  readonly ride: RideInput;
  readonly pickupMs: number;
}

interface LoadedCar {
  /** With the riders promised before only: what the car could have taken, for the reasons. */
  readonly initial: Car;
  readonly car: Car;
  /** In the order of joining, which is the order of priority. */
  readonly seats: readonly Seat[];
}

/** @throws DomainError invalid_argument that names the field, for input that is not a station's state at all */
export function planStation(input: PlanInput): Plan {
  checkInput(input);
  const travel = checkedTravel(input.travelSeconds);
  const nowMs = input.now.getTime();
  const arriving = input.cars.toSorted(
    (a, b) => a.etaTime.getTime() - b.etaTime.getTime() || compare(a.driverId, b.driverId),
  );
  const cars: LoadedCar[] = arriving.map((each) => {
    const car = carAt(input.station, each, nowMs, travel);
    return { initial: car, car, seats: [] };
  });
  const insert = (car: Car, ride: RideInput) => bestInsertion(car, ride, nowMs, input.maxHoldSeconds * 1000, travel);

  const unserved: { rideId: string; reason: UnservedReason }[] = [];
  for (const ride of input.rides.toSorted(byPriority)) {
    const answers = cars.map(({ car }) => insert(car, ride));
    const index = cheapest(answers);
    const [chosen, insertion] = [cars[index], answers[index]];
    if (chosen && insertion && typeof insertion !== 'string') {
      const seats = [...chosen.seats, { ride, pickupMs: insertion.pickupMs }];
      cars[index] = { ...chosen, car: insertion.car, seats };
    } else {
      const couldHave = cars.some(
        ({ initial, seats }) => seats.length > 0 && typeof insert(initial, ride) !== 'string',
      );
      const limits = answers.filter((answer): answer is Limit => typeof answer === 'string');
      unserved.push({ rideId: ride.rideId, reason: couldHave ? 'outranked' : nearest(limits) });
    }
  }
  return { cars: cars.map((loaded) => carPlan(loaded, travel)), unserved };
}

/** Who waits longest, then the larger party, then who asked first. Riders of one train are ready together. */
const byPriority = (a: RideInput, b: RideInput): number =>
  a.readyTime.getTime() - b.readyTime.getTime() ||
  b.partySize - a.partySize ||
  a.requestTime.getTime() - b.requestTime.getTime() ||
  compare(a.rideId, b.rideId);

/** Index of the insertion that costs least, the earlier car among equals; -1 when there is none. */
function cheapest(answers: readonly (Insertion | Limit)[]): number {
  let best = -1;
  let least = Infinity;
  answers.forEach((answer, index) => {
    if (typeof answer === 'string' || answer.addedMs >= least) return;
    [best, least] = [index, answer.addedMs];
  });
  return best;
}

function carPlan(loaded: LoadedCar, travel: Travel): CarPlan {
  const { car, seats } = loaded;
  const { arriveMs, endMs } = timing(car, travel);
  const dropoffs = car.stops.flatMap(({ dropoff }, i) =>
    dropoff ? [{ ...dropoff, atMs: arriveMs[i] as number }] : [],
  );
  const stops = dropoffs.map(({ rideId, tripId, atMs }, i) => ({
    rideId,
    tripId,
    dropoffOrder: car.firstOrder + i,
    dropoffTime: new Date(atMs),
  }));
  const joining = seats.map(({ ride, pickupMs }): JoiningRide => {
    const stop = stops.find(({ rideId, tripId }) => tripId === undefined && rideId === ride.rideId);
    if (!stop) throw new Error('unreachable: a rider who joins has a drop-off');
    return {
      rideId: ride.rideId,
      pickupTime: new Date(pickupMs),
      dropoffTime: stop.dropoffTime,
      latestDropoffTime: new Date(pickupMs + ride.maxRideSeconds * 1000),
      dropoffOrder: stop.dropoffOrder,
      addedDetourSeconds: Math.max(0, endMs - endWithout(ride, loaded, travel)) / 1000,
    };
  });
  return {
    driverId: car.input.driverId,
    routeId: car.input.routeId,
    departTime: new Date(car.departMs),
    stops,
    joining,
    detourSeconds: (endMs - car.straightEndMs) / 1000,
  };
}

/** When the car would be at its destination had this rider not joined: no stop for them, no waiting for them. */
function endWithout({ rideId }: RideInput, { initial, car, seats }: LoadedCar, travel: Travel): number {
  const others = seats.filter(({ ride }) => ride.rideId !== rideId).map(({ pickupMs }) => pickupMs);
  const stops = car.stops.filter(({ dropoff }) => dropoff?.rideId !== rideId || dropoff.tripId !== undefined);
  return timing(car, travel, Math.max(initial.departMs, ...others), stops).endMs;
}
