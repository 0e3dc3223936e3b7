// Which unary RPCs may be made again when nobody knows whether the first call was carried out, and why. Written down apart from
// `idempotency.ts`, which decides it by name and request, so that neither can be changed alone. Streams are not repeated.

/** They change nothing. */
const READS = {
  DriverService: ['GetDriver', 'ListDrivers', 'GetRoute', 'BatchGetRoutes', 'ListRoutes', 'GetRouteStatistics'],
  GatewayService: ['GetSnapshot'],
  LocationService: ['GetDriverLocations', 'FindNearbyDrivers', 'ListApproaches'],
  NotificationService: [
    'GetBroadcast',
    'ListNotifications',
    'ListDevices',
    'GetDeviceOptions',
    'ListClusterEvents',
    'GetReplicaHistory',
  ],
  RiderService: ['GetRider', 'QuoteRide', 'GetRideStatus', 'ListRides', 'ListWaitingRides', 'GetRideStatistics'],
  SecondFactorService: ['GetSecondFactor'],
  StationService: [
    'GetStation',
    'ListStations',
    'FindNearestStations',
    'ListNearbyAreas',
    'ListArrivals',
    'GetArrival',
    'ListRunningTrains',
    'ListLines',
    'ListTimetables',
    'GetImport',
  ],
  TripService: ['GetRouteLoads', 'GetTripDetails', 'ListTrips', 'GetSharedTrip', 'GetTripStatistics'],
  UserService: [
    'GetUserProfile',
    'ListSessions',
    'CheckSession',
    'ListRevocations',
    'ListAuditEntries',
    'GetJsonWebKeySet',
  ],
} as const;

/** The callee stores the `request_id` with the change, and answers a repeat without doing it again. */
const STORES_REQUEST_ID = {
  DriverService: [
    'RegisterDriver',
    'ReviewDriver',
    'RegisterRoute',
    'StartRoute',
    'UpdateRoute',
    'FinishRoute',
    'UpdatePickupStatus',
  ],
  MatchingService: ['Match'],
  NotificationService: ['SendNotification', 'BroadcastUpdate'],
  RiderService: ['RegisterRider', 'RequestRide', 'CancelRide'],
  StationService: ['UpsertStation'],
  TripService: [
    'CommitMatch',
    'AcceptTrip',
    'DeclineTrip',
    'UpdateTripStatus',
    'ConfirmPickup',
    'ConfirmDropoff',
    'CancelTrip',
    'ReportNoShow',
    'RateTrip',
  ],
  UserService: ['RegisterUser', 'UpdateUserProfile', 'SetUserRole', 'EraseUser'],
} as const;

/** Changes without a `request_id` that end in the same state however often they are made, each with its reason. */
const SAME_STATE: Readonly<Record<string, string>> = {
  'GatewayService/TriggerMatch': 'plans again; the ledger assigns no ride twice',
  'LocationService/MatchApproach': 'plans again; the ledger assigns no ride twice',
  'NotificationService/MarkNotificationsRead': 'sets a mark that never goes back',
  'NotificationService/RegisterDevice': 'the same token is the same device',
  'RiderService/RecordWaitingReasons': 'overwrites with the same',
  'TripService/OpenRoute': 'an open route takes the same data once more',
  'TripService/ResizeRoute': 'sets the same seats once more',
  'TripService/CloseRoute': 'a closed route stays closed',
  'TripService/CloseRide': 'a closed ride stays closed, and tells the trip that ended it',
  'TripService/StopSharingTrip': 'links that are gone stay gone',
  'UserService/RefreshSession': 'for some seconds the used token gives the same successor',
  'UserService/LogoutUser': 'an ended session stays ended',
  'UserService/RotateSigningKeys': 'while a new key waits, it is the answer',
  'UserService/RequestEmailConfirmation': 'at most another mail, and each one works',
  'UserService/ConfirmEmail': 'a confirmed address stays confirmed',
  'UserService/EndSession': 'an ended session stays ended',
  'UserService/EndOtherSessions': 'ended sessions stay ended',
};

const pathsOf = (services: Readonly<Record<string, readonly string[]>>): string[] =>
  Object.entries(services).flatMap(([service, names]) => names.map((name) => `${service}/${name}`));

/** As `TripService/OpenRoute`. */
export const MAY_BE_REPEATED: readonly string[] = [
  ...pathsOf(READS),
  ...pathsOf(STORES_REQUEST_ID),
  ...Object.keys(SAME_STATE),
];

export const WITH_REQUEST_ID: readonly string[] = pathsOf(STORES_REQUEST_ID);
