// Converts lastmile.driver.v1.Route to the fields that the location service needs.
import { PickupStatus as WireStatus, RouteStatus, type Route as WireRoute } from '@lastmile/contracts';
import { DomainError } from '@lastmile/errors';
import type { PickupStatus, Route } from '../location.types.js';

/** @throws DomainError internal BAD_ANSWER for a stop without a position */
export const toRoute = ({ routeId, driverId, status, startTime, version, seats, stops }: WireRoute): Route => ({
  routeId,
  driverId,
  startTime,
  version,
  seats,
  onDuty: status === RouteStatus.ROUTE_STATUS_STARTED,
  stops: stops.map(({ stationId, position, pickupStatus }) => {
    if (!position) throw new DomainError('internal', 'BAD_ANSWER', 'a route stop without a position');
    return { stationId, position, pickupStatus: toPickupStatus(pickupStatus) };
  }),
});

function toPickupStatus(status: WireStatus): PickupStatus {
  switch (status) {
    case WireStatus.PICKUP_STATUS_AHEAD:
      return 'ahead';
    case WireStatus.PICKUP_STATUS_ARRIVED:
      return 'arrived';
    case WireStatus.PICKUP_STATUS_DEPARTED:
      return 'departed';
    // An enum value of a newer version: the safe choice is not to match.
    case WireStatus.PICKUP_STATUS_SKIPPED:
    case WireStatus.PICKUP_STATUS_UNSPECIFIED:
    case WireStatus.UNRECOGNIZED:
      return 'skipped';
  }
}
