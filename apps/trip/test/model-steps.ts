// Everything that may happen to the model of the ledger: each step one transaction. It may come at any time, late or twice, as
// messages and timers do; and as a Match plans on reads of any age, one may ask for any rides in any order at any time.
// So all interleavings of several matching processes, riders and drivers are paths through these steps.
import { isDomainError } from '@lastmile/errors';
import { resize } from '../src/routes/route-load.state.js';
import * as state from '../src/trips/trip.state.js';
import type { Trip } from '../src/trip.types.js';
import type { Step } from './explore.js';
import { after } from './fixtures.js';
import {
  change,
  closeRide,
  closeRoute,
  commit,
  DRIVERS,
  FIRST,
  IN_TIME,
  loaded,
  RIDES,
  SEATS,
  TOO_LATE,
  tripIdOf,
  type Knowledge,
  type World,
} from './model.js';

export function stepsOf(believed: Knowledge = (known) => known): Step<World>[] {
  const plans = [[0], [1], [0, 1], [1, 0]].map((order) => order.map((n) => RIDES[n]!));
  const ofRoutes = FIRST.routes.flatMap(({ routeId, driverId }) => [
    ...plans.map((rides) =>
      step(`${driverId} matches ${rides.map(({ rideId }) => rideId).join(' and ')}`, (world) =>
        commit(world, routeId, rides, believed),
      ),
    ),
    ...[SEATS, SEATS + 1].map((seats) =>
      step(`${driverId} offers ${seats} seats`, (world) => ({
        ...world,
        routes: world.routes.map((route) =>
          route.routeId === routeId ? resize(loaded(world, route), { seats }) : route,
        ),
      })),
    ),
    step(`${driverId} goes home`, (world) => closeRoute(world, routeId)),
  ]);
  const ofTrips = DRIVERS.flatMap((driverId) =>
    RIDES.flatMap(({ rideId }) => {
      const on = (what: string, decide: (trip: Trip) => state.Change) =>
        step(`${driverId} ${what} ${rideId}`, (world) => change(world, tripIdOf(driverId, rideId), decide));
      return [
        on('accepts', (trip) => state.accept(trip, IN_TIME)),
        on('accepts too late', (trip) => state.accept(trip, TOO_LATE)),
        on('declines', (trip) => state.decline(trip, '', IN_TIME)),
        on('lets lapse', (trip) => state.lapse(trip, TOO_LATE)),
        on('cancels', (trip) => state.cancel(trip, 'driver', '', IN_TIME)),
        on('is cancelled by the rider of', (trip) => state.cancel(trip, 'rider', '', IN_TIME)),
        on('boards', (trip) => state.board(trip, trip.pin, IN_TIME)),
        on('drops off', (trip) => state.dropOff(trip, TOO_LATE)),
        on('is given up by the rider of', (trip) => state.reportNoShow(trip, 'rider', 180, after(2000))),
      ];
    }),
  );
  const ofRides = RIDES.flatMap(({ rideId }) => [
    step(`${rideId} is taken back`, (world) => closeRide(world, rideId, false)),
    step(`${rideId} is too old`, (world) => closeRide(world, rideId, true)),
  ]);
  return [...ofRoutes, ...ofTrips, ...ofRides];
}

/** A refusal by the domain rolls the transaction back; anything else is a bug. */
const step = (name: string, happen: (world: World) => World | undefined): Step<World> => ({
  name,
  happen(world) {
    try {
      return happen(world);
    } catch (error) {
      if (isDomainError(error)) return undefined;
      throw error;
    }
  },
});
