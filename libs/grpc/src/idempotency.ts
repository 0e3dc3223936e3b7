// Which calls may be repeated when it is unknown whether the first one was carried out.
import { rpcName, type RpcMethod } from './definition.js';

const QUERY = /^(Get|BatchGet|List|Find|Quote|Check)/;

/**
 * Changes without a request id that may be repeated: a repeat changes nothing more and gets the same answer, as their
 * comments in proto/ say. RefreshSession returns the same refresh token again for a few seconds.
 */
const REPEATABLE = new Set([
  '/lastmile.gateway.v1.GatewayService/TriggerMatch',
  '/lastmile.location.v1.LocationService/MatchApproach',
  '/lastmile.notification.v1.NotificationService/MarkNotificationsRead',
  '/lastmile.notification.v1.NotificationService/RegisterDevice',
  '/lastmile.rider.v1.RiderService/RecordWaitingReasons',
  '/lastmile.trip.v1.TripService/OpenRoute',
  '/lastmile.trip.v1.TripService/ResizeRoute',
  '/lastmile.trip.v1.TripService/CloseRoute',
  '/lastmile.trip.v1.TripService/CloseRide',
  '/lastmile.trip.v1.TripService/StopSharingTrip',
  '/lastmile.user.v1.UserService/RefreshSession',
  '/lastmile.user.v1.UserService/LogoutUser',
  '/lastmile.user.v1.UserService/RotateSigningKeys',
  '/lastmile.user.v1.UserService/RequestEmailConfirmation',
  '/lastmile.user.v1.UserService/ConfirmEmail',
  '/lastmile.user.v1.UserService/EndSession',
  '/lastmile.user.v1.UserService/EndOtherSessions',
]);

/**
 * Whether a unary call may be repeated: it is a query, its request has a `request_id` by which the callee recognizes a
 * repeat, or it is in the list above. Any other RPC is called only once.
 */
export function isIdempotent(method: RpcMethod): boolean {
  return QUERY.test(rpcName(method)) || REPEATABLE.has(method.path) || takesRequestId(method);
}

/** An empty message decodes to the default values of all its fields. */
function takesRequestId({ requestDeserialize }: RpcMethod): boolean {
  const empty = requestDeserialize(Buffer.alloc(0));
  return typeof empty === 'object' && empty !== null && 'requestId' in empty;
}
