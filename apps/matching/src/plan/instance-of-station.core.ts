// Converts a station's state to the engine's input: seconds from now, places as indexes into one travel matrix.
import type { LatLng } from '@lastmile/geo';
import type { InstanceDriver, InstanceRider, StationInstance } from '../engine/engine.types.js';
import { MAX_DETOUR_SECONDS, MAX_SEATS } from '../engine/instance.core.js';
import { TravelMatrix } from '../engine/travel-matrix.core.js';
import type { PlanInput, RideInput } from './plan.types.js';
import type { Car, Travel } from './promised-car.core.js';

/** The drivers of the instance are `cars`, the riders `input.rides`, in this order. */
export function stationInstance(input: PlanInput, cars: readonly Car[], travel: Travel): StationInstance {
  const nowMs = input.now.getTime();
  const places = new Places();
  const station = places.index(input.station);
  const drivers = cars.map((car) => driver(car, places, nowMs));
  const riders = input.rides.map((ride) => rider(ride, places, nowMs));
  return { travel: places.matrix(travel), station, maxHoldSeconds: input.maxHoldSeconds, drivers, riders };
}

/** Distinct places, in the order in which they were added. */
class Places {
  private readonly list: LatLng[] = [];
  private readonly indexes = new Map<string, number>();

  index(place: LatLng): number {
    const key = `${place.latitude},${place.longitude}`;
    const known = this.indexes.get(key);
    if (known !== undefined) return known;
    this.indexes.set(key, this.list.length);
    return this.list.push(place) - 1;
  }

  matrix(travel: Travel): TravelMatrix {
    const { length } = this.list;
    const seconds = new Float64Array(length * length);
    this.list.forEach((from, i) => {
      this.list.forEach((to, j) => {
        if (i !== j) seconds[i * length + j] = travel(from, to);
      });
    });
    return TravelMatrix.flat(length, seconds);
  }
}

function driver({ input, ...car }: Car, places: Places, nowMs: number): InstanceDriver {
  const seconds = (ms: number) => (ms - nowMs) / 1000;
  const stops = car.stops.slice(0, -1);
  return {
    id: input.driverId,
    arriveSeconds: seconds(car.arriveMs),
    departSeconds: seconds(car.departMs),
    // Negative when a route was reduced to fewer seats than its riders need; nobody joins then.
    seats: within(input.freeSeats, MAX_SEATS),
    wheelchairPlaces: within(input.freeWheelchairPlaces, MAX_SEATS),
    stops: stops.map(({ position, latestMs, leaveMs }) => ({
      place: places.index(position),
      latestSeconds: seconds(latestMs),
      leaveSeconds: seconds(leaveMs),
    })),
    destination: places.index(input.destination),
    straightSeconds: seconds(car.straightEndMs) - seconds(car.arriveMs),
    detourBudgetSeconds: Math.min(input.detourBudgetSeconds, MAX_DETOUR_SECONDS),
    claimSeconds: input.emptySince ? Math.max(0, -seconds(input.emptySince.getTime())) : 0,
  };
}

function rider(ride: RideInput, places: Places, nowMs: number): InstanceRider {
  const seconds = (at: Date) => (at.getTime() - nowMs) / 1000;
  const readySeconds = seconds(ride.readyTime);
  return {
    id: ride.rideId,
    destination: places.index(ride.destination),
    party: ride.party,
    readySeconds,
    latestPickupSeconds: seconds(ride.latestPickupTime),
    maxRideSeconds: ride.maxRideSeconds,
    // Waiting time at the pickup point counts twice: of two requests of the same age, the rider who is already there
    // goes first.
    ageSeconds: Math.max(0, -seconds(ride.requestTime)) + Math.max(0, -readySeconds),
    excludedDrivers: ride.excludedDriverIds,
  };
}

const within = (count: number, most: number): number => Math.min(Math.max(count, 0), most);
