// The RPCs of lastmile.driver.v1: parse, call, format.
import type { Metadata } from '@grpc/grpc-js';
import {
  DriverServiceService,
  DriverStatus,
  type BatchGetRoutesRequest,
  type FinishRouteRequest,
  type GetDriverRequest,
  type GetRouteRequest,
  type GetRouteStatisticsRequest,
  type ListDriversRequest,
  type ListRoutesRequest,
  type RegisterDriverRequest,
  type RegisterRouteRequest,
  type ReviewDriverRequest,
  type StartRouteRequest,
  type UpdatePickupStatusRequest,
  type UpdateRouteRequest,
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
import { AuditTrail, ReadTrail } from '@lastmile/privacy';
import * as requests from './driver.requests.js';
import { DriverService } from './profile/driver.service.js';
import { fromWireDriverStatus, fromWirePickup, fromWireStatus, toWireDriver, toWireRoute } from './driver.wire.js';
import { RouteService } from './routes/route.service.js';

@RpcController(DriverServiceService)
export class DriverController implements RpcHandlers<typeof DriverServiceService> {
  constructor(
    private readonly drivers: DriverService,
    private readonly routes: RouteService,
    private readonly audit: AuditTrail,
    private readonly reads: ReadTrail,
  ) {}

  @AllowRoles('driver')
  async registerDriver(request: RegisterDriverRequest, metadata: Metadata) {
    const driver = await this.drivers.register(driverOf(metadata), parse(requests.registerDriver, request));
    return { driver: toWireDriver(driver) };
  }

  @SignedIn()
  async getDriver(request: GetDriverRequest, metadata: Metadata) {
    const caller = callerOf(metadata);
    const { driverId } = parse(requests.getDriver, { driverId: request.driverId || caller.userId });
    const driver = await this.drivers.get(caller, driverId);
    await this.reads.note('GetDriver', { userId: driverId });
    return { driver: toWireDriver(driver) };
  }

  @AllowRoles('operator')
  async listDrivers(request: ListDriversRequest) {
    const { nameContains, status, pageSize, pageToken } = parse(requests.listDrivers, request);
    const after = decodePageToken(requests.position, pageToken);
    const found = await this.drivers.list({ nameContains, status: fromWireDriverStatus(status) }, pageSize + 1, after);
    const { items, nextPageToken } = pageOf(found, pageSize, ({ createTime, driverId: id }) => ({ createTime, id }));
    await this.reads.note('ListDrivers', { list: 'drivers' });
    return { drivers: items.map(toWireDriver), nextPageToken };
  }

  @AllowRoles('operator')
  async reviewDriver(request: ReviewDriverRequest, metadata: Metadata) {
    const caller = callerOf(metadata);
    const { status, ...asked } = parse(requests.reviewDriver, request);
    const decision = status === DriverStatus.DRIVER_STATUS_APPROVED ? 'approved' : 'suspended';
    const action = { name: 'ReviewDriver', subjectKind: 'user', subjectId: asked.driverId };
    const review = () => this.drivers.review(caller, { ...asked, status: decision });
    return { driver: toWireDriver(await this.audit.act(action, review)) };
  }

  @AllowRoles('driver')
  async registerRoute(request: RegisterRouteRequest, metadata: Metadata) {
    const route = await this.routes.register(driverOf(metadata), parse(requests.registerRoute, request));
    return { route: toWireRoute(route) };
  }

  @AllowRoles('driver')
  async startRoute(request: StartRouteRequest, metadata: Metadata) {
    return { route: toWireRoute(await this.routes.start(driverOf(metadata), parse(requests.startRoute, request))) };
  }

  @AllowRoles('driver')
  async updateRoute(request: UpdateRouteRequest, metadata: Metadata) {
    return { route: toWireRoute(await this.routes.update(driverOf(metadata), parse(requests.updateRoute, request))) };
  }

  @AllowRoles('driver')
  async finishRoute(request: FinishRouteRequest, metadata: Metadata) {
    return { route: toWireRoute(await this.routes.finish(driverOf(metadata), parse(requests.finishRoute, request))) };
  }

  @AllowRoles('driver')
  async updatePickupStatus(request: UpdatePickupStatusRequest, metadata: Metadata) {
    const caller = driverOf(metadata);
    const { pickupStatus, ...rest } = parse(requests.updatePickupStatus, request);
    const asked = { ...rest, pickupStatus: fromWirePickup(pickupStatus) };
    return { route: toWireRoute(await this.routes.updatePickupStatus(caller, asked)) };
  }

  @SignedIn()
  async getRoute(request: GetRouteRequest, metadata: Metadata) {
    const { routeId } = parse(requests.getRoute, request);
    const route = await this.routes.get(callerOf(metadata), routeId);
    await this.reads.note('GetRoute', { userId: route.driverId });
    return { route: toWireRoute(route) };
  }

  @AllowRoles('service')
  async batchGetRoutes(request: BatchGetRoutesRequest) {
    const { routeIds, startedDriverIds } = parse(requests.batchGetRoutes, request);
    return { routes: (await this.routes.getMany(routeIds, startedDriverIds)).map(toWireRoute) };
  }

  @AllowRoles('driver', 'operator')
  async listRoutes(request: ListRoutesRequest, metadata: Metadata) {
    const caller = callerOf(metadata);
    const { driverId, status, pageSize, pageToken } = parse(requests.listRoutes, request);
    const filter = { driverId: driverId || undefined, status: fromWireStatus(status) };
    const after = decodePageToken(requests.position, pageToken);
    const found = await this.routes.list(caller, filter, pageSize + 1, after);
    const { items, nextPageToken } = pageOf(found, pageSize, ({ createTime, routeId: id }) => ({ createTime, id }));
    await this.reads.note('ListRoutes', driverId ? { userId: driverId } : { list: 'routes' });
    return { routes: items.map(toWireRoute), nextPageToken };
  }

  @AllowRoles('operator')
  async getRouteStatistics(request: GetRouteStatisticsRequest) {
    const { fromTime, toTime } = parse(requests.getRouteStatistics, request);
    return this.routes.statistics(fromTime, toTime);
  }
}

/** Only the driver may change a route or a profile. `@AllowRoles` also lets services pass, so they are refused here. */
function driverOf(metadata: Metadata) {
  const caller = callerOf(metadata);
  if (!caller.roles.includes('driver')) throw permissionDenied('only for a driver in person');
  return caller;
}
