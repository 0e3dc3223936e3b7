// The RPCs of lastmile.trip.v1: parse, call, format.
import type { Metadata } from '@grpc/grpc-js';
import type { Caller } from '@lastmile/auth';
import {
  RideCloseCause,
  TripServiceService,
  type AcceptTripRequest,
  type CancelTripRequest,
  type CloseRideRequest,
  type CloseRouteRequest,
  type CommitMatchRequest,
  type ConfirmDropoffRequest,
  type ConfirmPickupRequest,
  type DeclineTripRequest,
  type GetRouteLoadsRequest,
  type GetTripDetailsRequest,
  type GetTripStatisticsRequest,
  type ListTripsRequest,
  type OpenRouteRequest,
  type RateTripRequest,
  type ReportNoShowRequest,
  type ResizeRouteRequest,
  type Trip as WireTrip,
  type UpdateTripStatusRequest,
  type GetSharedTripRequest,
  type ShareTripRequest,
  type StopSharingTripRequest,
} from '@lastmile/contracts';
import { Clock } from '@lastmile/config';
import {
  AllowRoles,
  callerOf,
  decodePageToken,
  pageOf,
  parse,
  RpcController,
  SignedIn,
  type RpcHandlers,
} from '@lastmile/grpc';
import { AuditTrail, ReadTrail, type ReadSubject } from '@lastmile/privacy';
import { RouteService } from './routes/route.service.js';
import { ShareService } from './sharing/share.service.js';
import { TripStatisticsService } from './statistics/trip-statistics.service.js';
import { toWireStatistics } from './statistics/trip-statistics.wire.js';
import * as requests from './trip.requests.js';
import { TripService } from './trips/trip.service.js';
import type { Trip } from './trip.types.js';
import { fromWireStatus, toWireHistory, toWireLoad, toWireRefusal, toWireTrip, toWireTripFor } from './trip.wire.js';

@RpcController(TripServiceService)
export class TripController implements RpcHandlers<typeof TripServiceService> {
  constructor(
    private readonly trips: TripService,
    private readonly routes: RouteService,
    private readonly shares: ShareService,
    private readonly statistics: TripStatisticsService,
    private readonly audit: AuditTrail,
    private readonly reads: ReadTrail,
    private readonly clock: Clock,
  ) {}

  @AllowRoles('service')
  async openRoute(request: OpenRouteRequest) {
    return { load: toWireLoad(await this.routes.open(parse(requests.openRoute, request))) };
  }

  @AllowRoles('service')
  async resizeRoute(request: ResizeRouteRequest) {
    const { routeId, ...changes } = parse(requests.resizeRoute, request);
    return { load: toWireLoad(await this.routes.resize(routeId, changes)) };
  }

  @AllowRoles('service')
  async closeRoute(request: CloseRouteRequest) {
    const { routeId, cancelScheduled, keepAboard } = parse(requests.closeRoute, request);
    return { load: toWireLoad(await this.routes.close(routeId, cancelScheduled, keepAboard)) };
  }

  @AllowRoles('service')
  async getRouteLoads(request: GetRouteLoadsRequest) {
    const { routeIds } = parse(requests.getRouteLoads, request);
    return { loads: (await this.routes.loads(routeIds)).map(toWireLoad) };
  }

  @AllowRoles('service')
  async commitMatch(request: CommitMatchRequest, metadata: Metadata) {
    const caller = callerOf(metadata);
    const { trips, refused } = await this.trips.commitMatch(caller, parse(requests.commitMatch, request));
    return { trips: trips.map((trip) => toWireTrip(trip)), refused: refused.map(toWireRefusal) };
  }

  @AllowRoles('service')
  async closeRide(request: CloseRideRequest) {
    const { cause, ...ride } = parse(requests.closeRide, request);
    const cancelled = cause === RideCloseCause.RIDE_CLOSE_CAUSE_CANCELLED;
    const { closed, trip } = await this.trips.closeRide({ ...ride, cancelled });
    return { closed, trip: trip && toWireTrip(trip) };
  }

  @SignedIn()
  acceptTrip(request: AcceptTripRequest, metadata: Metadata) {
    const command = parse(requests.tripCommand, request);
    return this.answer(metadata, (caller) => this.trips.accept(caller, command));
  }

  @SignedIn()
  declineTrip(request: DeclineTripRequest, metadata: Metadata) {
    const command = parse(requests.withReason, request);
    return this.answer(metadata, (caller) => this.trips.decline(caller, command));
  }

  @SignedIn()
  updateTripStatus(request: UpdateTripStatusRequest, metadata: Metadata) {
    const { requestId, tripId } = parse(requests.updateTripStatus, request);
    return this.answer(metadata, (caller) => this.trips.arrive(caller, { requestId, tripId }));
  }

  @SignedIn()
  confirmPickup(request: ConfirmPickupRequest, metadata: Metadata) {
    const command = parse(requests.confirmPickup, request);
    return this.answer(metadata, (caller) => this.trips.board(caller, command));
  }

  @SignedIn()
  confirmDropoff(request: ConfirmDropoffRequest, metadata: Metadata) {
    const command = parse(requests.tripCommand, request);
    return this.answer(metadata, (caller) => this.trips.dropOff(caller, command));
  }

  @SignedIn()
  cancelTrip(request: CancelTripRequest, metadata: Metadata) {
    const command = parse(requests.withReason, request);
    const action = { name: 'CancelTrip', subjectKind: 'trip', subjectId: command.tripId };
    return this.answer(metadata, (caller) => this.audit.act(action, () => this.trips.cancel(caller, command)));
  }

  @SignedIn()
  reportNoShow(request: ReportNoShowRequest, metadata: Metadata) {
    const command = parse(requests.tripCommand, request);
    return this.answer(metadata, (caller) => this.trips.reportNoShow(caller, command));
  }

  @SignedIn()
  rateTrip(request: RateTripRequest, metadata: Metadata) {
    const command = parse(requests.rateTrip, request);
    return this.answer(metadata, (caller) => this.trips.rate(caller, command));
  }

  @SignedIn()
  async shareTrip(request: ShareTripRequest, metadata: Metadata) {
    return this.shares.share(callerOf(metadata), parse(requests.shareTrip, request).tripId);
  }

  @SignedIn()
  async stopSharingTrip(request: StopSharingTripRequest, metadata: Metadata) {
    await this.shares.stop(callerOf(metadata), parse(requests.shareTrip, request).tripId);
    return {};
  }

  @AllowRoles('service')
  async getSharedTrip(request: GetSharedTripRequest) {
    return { trip: toWireTrip(await this.shares.shared(parse(requests.getSharedTrip, request).token)) };
  }

  @SignedIn()
  async getTripDetails(request: GetTripDetailsRequest, metadata: Metadata) {
    const caller = callerOf(metadata);
    const { tripId } = parse(requests.getTripDetails, request);
    const { trip, history } = await this.trips.details(caller, tripId);
    await this.reads.note('GetTripDetails', { userId: trip.riderId }, { userId: trip.driverId });
    return { trip: toWireTripFor(caller, trip, this.clock.now()), history: history.map(toWireHistory) };
  }

  @SignedIn()
  async listTrips(request: ListTripsRequest, metadata: Metadata) {
    const caller = callerOf(metadata);
    const { routeIds, status, pageSize, pageToken, ...asked } = parse(requests.listTrips, request);
    const filter = {
      ...asked,
      routeIds: routeIds.length > 0 ? routeIds : undefined,
      status: fromWireStatus(status),
    };
    const position = decodePageToken(requests.tripPosition, pageToken);
    // One row more than the page, to know whether there is a next one.
    const found = await this.trips.list(caller, filter, pageSize + 1, position);
    const page = pageOf(found, pageSize, ({ createTime, tripId }) => ({ createTime, tripId }));
    await this.reads.note('ListTrips', ...shownBy(asked));
    const now = this.clock.now();
    return {
      trips: page.items.map((trip) => toWireTripFor(caller, trip, now)),
      nextPageToken: page.nextPageToken,
    };
  }

  @AllowRoles('operator')
  async getTripStatistics(request: GetTripStatisticsRequest) {
    return toWireStatistics(await this.statistics.read(parse(requests.getTripStatistics, request)));
  }

  /** Answers a command with its trip, as this caller may see it. */
  private async answer(metadata: Metadata, act: (caller: Caller) => Promise<Trip>): Promise<{ trip: WireTrip }> {
    const caller = callerOf(metadata);
    const trip = await act(caller);
    return { trip: toWireTripFor(caller, trip, this.clock.now()) };
  }
}

/** Whose data a list of trips shows: the person it was filtered by, or everyone in it. */
function shownBy({ riderId, driverId }: { riderId?: string; driverId?: string }): ReadSubject[] {
  const people = [riderId, driverId].flatMap((userId) => (userId ? [{ userId }] : []));
  return people.length > 0 ? people : [{ list: 'trips' }];
}
