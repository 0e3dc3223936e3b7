// Converts routes to the plan, with times, what each rider adds, and why the others are left behind.
import type { DriverPlan, DriverStop, JoiningRider, StationInstance, StationPlan } from './engine.types.js';
import { reasonFor } from './reasons.core.js';
import { routePoints, type Route } from './route.core.js';

export function stationPlan(
  { drivers, riders }: StationInstance,
  routes: readonly Route[],
  { iterations, bound }: { readonly iterations: number; readonly bound: number },
): StationPlan {
  const byDriver = new Map(routes.map((route) => [route.car.driver, route]));
  const joined = new Set(routes.flatMap((route) => route.riders));
  const objective = routes.reduce((sum, route) => sum + routePoints(route), 0);
  return {
    objective,
    bound: Math.max(bound, objective),
    drivers: drivers.map((driver) => driverPlan(byDriver.get(driver) as Route, riders)),
    unserved: riders.flatMap(({ id }, rider) => (joined.has(rider) ? [] : [reasonFor(rider, id, routes)])),
    iterations,
  };
}

function driverPlan(route: Route, riders: StationInstance['riders']): DriverPlan {
  const { car, sequence, depart } = route;
  const { arrivals, end } = car.drive(sequence, depart);
  const stops = sequence.map((stop, i): DriverStop => {
    const arriveSeconds = arrivals[i] as number;
    if (stop >= 0) return { kind: 'rider', index: stop, arriveSeconds };
    if (i === sequence.length - 1) return { kind: 'destination', index: 0, arriveSeconds };
    return { kind: 'promised', index: ~stop, arriveSeconds };
  });
  return {
    id: car.driver.id,
    departSeconds: depart,
    stops,
    riders: stops.flatMap(({ kind, index, arriveSeconds }): JoiningRider[] => {
      if (kind !== 'rider') return [];
      const without = sequence.filter((stop) => stop !== index);
      return [
        {
          rider: index,
          id: riders[index]?.id as string,
          pickupSeconds: car.pickup[index] as number,
          dropoffSeconds: arriveSeconds,
          addedSeconds: end - car.drive(without, car.departWith(without)).end,
        },
      ];
    }),
    detourSeconds: end - car.arrive - car.driver.straightSeconds,
    addedSeconds: end - car.aloneEnd,
  };
}
