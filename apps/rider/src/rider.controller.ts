// The RPCs of lastmile.rider.v1: parse, call, format.
import type { Metadata } from '@grpc/grpc-js';
import {
  RiderServiceService,
  type CancelRideRequest,
  type GetRiderRequest,
  type GetRideStatisticsRequest,
  type GetRideStatusRequest,
  type ListRidesRequest,
  type ListWaitingRidesRequest,
  type QuoteRideRequest,
  type RecordWaitingReasonsRequest,
  type RegisterRiderRequest,
  type RequestRideRequest,
} from '@lastmile/contracts';
import { permissionDenied } from '@lastmile/errors';
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
import { ReadTrail } from '@lastmile/privacy';
import { RideStatisticsService } from './statistics/ride-statistics.service.js';
import { toWireStatistics } from './statistics/ride-statistics.wire.js';
import * as requests from './rider.requests.js';
import { RideService } from './rides/ride.service.js';
import { fromWireStatus, toWireRide } from './rider.wire.js';
import { RiderService } from './profile/rider.service.js';

@RpcController(RiderServiceService)
export class RiderController implements RpcHandlers<typeof RiderServiceService> {
  constructor(
    private readonly riders: RiderService,
    private readonly rides: RideService,
    private readonly statistics: RideStatisticsService,
    private readonly reads: ReadTrail,
  ) {}

  @AllowRoles('rider')
  async registerRider(request: RegisterRiderRequest, metadata: Metadata) {
    return { rider: await this.riders.register(riderOf(metadata), parse(requests.registerRider, request)) };
  }

  @SignedIn()
  async getRider(request: GetRiderRequest, metadata: Metadata) {
    const caller = callerOf(metadata);
    const { riderId } = parse(requests.getRider, { riderId: request.riderId || caller.userId });
    const rider = await this.riders.get(caller, riderId);
    await this.reads.note('GetRider', { userId: riderId });
    return { rider };
  }

  @AllowRoles('rider')
  async requestRide(request: RequestRideRequest, metadata: Metadata) {
    return { ride: toWireRide(await this.rides.request(riderOf(metadata), parse(requests.requestRide, request))) };
  }

  @AllowRoles('rider')
  async quoteRide(request: QuoteRideRequest, metadata: Metadata) {
    return this.rides.quote(riderOf(metadata), parse(requests.quoteRide, request));
  }

  @SignedIn()
  async getRideStatus(request: GetRideStatusRequest, metadata: Metadata) {
    const { rideId } = parse(requests.getRideStatus, request);
    const ride = await this.rides.get(callerOf(metadata), rideId);
    await this.reads.note('GetRideStatus', { userId: ride.riderId });
    return { ride: toWireRide(ride) };
  }

  @AllowRoles('rider')
  async cancelRide(request: CancelRideRequest, metadata: Metadata) {
    return { ride: toWireRide(await this.rides.cancel(riderOf(metadata), parse(requests.cancelRide, request))) };
  }

  @AllowRoles('rider', 'operator')
  async listRides(request: ListRidesRequest, metadata: Metadata) {
    const caller = callerOf(metadata);
    const { status, pageSize, pageToken, ...asked } = parse(requests.listRides, request);
    const filter = { ...asked, status: fromWireStatus(status) };
    const after = decodePageToken(requests.position, pageToken);
    // Reads one row more than the page to know whether there is a next page.
    const found = await this.rides.list(caller, filter, pageSize + 1, after);
    const page = pageOf(found, pageSize, ({ createTime, rideId }) => ({ createTime, rideId }));
    await this.reads.note('ListRides', asked.riderId ? { userId: asked.riderId } : { list: 'rides' });
    return { rides: page.items.map(toWireRide), nextPageToken: page.nextPageToken };
  }

  @AllowRoles('service')
  async listWaitingRides(request: ListWaitingRidesRequest) {
    const { stationId, readyBefore } = parse(requests.listWaitingRides, request);
    return { rides: (await this.rides.waiting(stationId, readyBefore)).map(toWireRide) };
  }

  @AllowRoles('operator')
  async getRideStatistics(request: GetRideStatisticsRequest) {
    return toWireStatistics(await this.statistics.read(parse(requests.getRideStatistics, request)));
  }

  @AllowRoles('service')
  async recordWaitingReasons(request: RecordWaitingReasonsRequest) {
    const { reasons } = parse(requests.recordWaitingReasons, request);
    await this.rides.recordReasons(reasons.map(({ waitingReason: reason, ...plan }) => ({ ...plan, reason })));
    return {};
  }
}

/** Only the rider may change a ride or a profile. `@AllowRoles` also lets services pass, so they are refused here. */
function riderOf(metadata: Metadata) {
  const caller = callerOf(metadata);
  if (!caller.roles.includes('rider')) throw permissionDenied('only for a rider in person');
  return caller;
}
