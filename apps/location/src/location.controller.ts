// The RPCs of lastmile.location.v1: parse, call, format.
import { randomUUID } from 'node:crypto';
import type { Metadata, ServerDuplexStream, ServerReadableStream } from '@grpc/grpc-js';
import {
  type FindNearbyDriversRequest,
  type GetDriverLocationsRequest,
  type ListApproachesRequest,
  LocationServiceService,
  type MatchApproachRequest,
  type SubscribeLocationUpdatesRequest,
  type SubscribeLocationUpdatesResponse,
  type UpdateLocationRequest,
  type UpdateLocationResponse,
  type WatchLocationsRequest,
  type WatchLocationsResponse,
} from '@lastmile/contracts';
import {
  AllowRoles,
  callerOf,
  parse,
  requestIdOf,
  requireRole,
  RpcController,
  SignedIn,
  type RpcHandlers,
} from '@lastmile/grpc';
import { AuditTrail } from '@lastmile/privacy';
import { Observable } from 'rxjs';
import { requireOwnDriver, requireSight } from './access.js';
import { FixBatchService } from './fixes/fix-batch.service.js';
import { LiveAreasService } from './live/live-areas.service.js';
import { LiveLocationsService } from './live/live-locations.service.js';
import * as requests from './location.requests.js';
import type { AreaChange, StoredLocation } from './location.types.js';
import * as wire from './location.wire.js';
import { MatchService } from './approaches/match.service.js';
import { newestWins } from './live/newest-wins.js';
import { PositionService } from './fixes/position.service.js';

/** Maximum rejections listed in a response; those left out can be calculated from the number sent. */
const MAX_REJECTED = 100;
const NOTHING_REFUSED = { refusedDriverIds: [], refusedAreaIds: [] };

@RpcController(LocationServiceService)
export class LocationController implements RpcHandlers<typeof LocationServiceService> {
  constructor(
    private readonly fixes: FixBatchService,
    private readonly positions: PositionService,
    private readonly live: LiveLocationsService,
    private readonly areas: LiveAreasService,
    private readonly matches: MatchService,
    private readonly audit: AuditTrail,
  ) {}

  @SignedIn()
  async updateLocation(
    call: ServerReadableStream<UpdateLocationRequest, UpdateLocationResponse>,
    metadata: Metadata,
  ): Promise<UpdateLocationResponse> {
    const caller = callerOf(metadata);
    const answer: UpdateLocationResponse = { acceptedCount: 0, rejected: [] };
    let sent = 0;
    for await (const message of call as AsyncIterable<UpdateLocationRequest>) {
      const { driverId, points } = parse(requests.updateLocation(caller.userId), message);
      requireOwnDriver(caller, driverId);
      // Always in batches, which leave some of the few database connections to other work.
      const { acceptedCount, rejected } = await this.fixes.take(driverId, points.map(wire.toRawFix));
      answer.acceptedCount += acceptedCount;
      for (const { index, reason } of rejected.slice(0, MAX_REJECTED - answer.rejected.length)) {
        answer.rejected.push({ index: sent + index, reason: wire.toRejection(reason) });
      }
      sent += points.length;
    }
    return answer;
  }

  @SignedIn()
  subscribeLocationUpdates(
    message: SubscribeLocationUpdatesRequest,
    metadata: Metadata,
  ): Observable<SubscribeLocationUpdatesResponse> {
    const { driverIds } = parse(requests.subscribeLocationUpdates, message);
    requireSight(callerOf(metadata), driverIds);
    return new Observable((subscriber) => {
      const subscription = this.live.subscribe((location) => subscriber.next({ location: wire.toLocation(location) }));
      subscription.add(driverIds).catch((error: unknown) => subscriber.error(error));
      return () => subscription.close();
    });
  }

  @SignedIn()
  async watchLocations(
    call: ServerDuplexStream<WatchLocationsRequest, WatchLocationsResponse>,
    metadata: Metadata,
  ): Promise<void> {
    const caller = callerOf(metadata);
    const writeLocation = (location: StoredLocation) =>
      call.write({ ...NOTHING_REFUSED, location: wire.toLocation(location) });
    const writeChange = (change: AreaChange) =>
      call.write({ ...NOTHING_REFUSED, areaChange: wire.toAreaChange(change) });
    const subscription = this.live.subscribe(newestWins(writeLocation, call, ({ driverId }) => driverId));
    const areas = this.areas.subscribe(
      newestWins(writeChange, call, ({ areaId, driverId }) => JSON.stringify([areaId, driverId])),
    );
    try {
      for await (const message of call as AsyncIterable<WatchLocationsRequest>) {
        const { addDriverIds, removeDriverIds, addAreas, removeAreaIds } = parse(requests.watchLocations, message);
        requireSight(caller, addDriverIds);
        if (addAreas.length > 0) requireRole(caller, 'operator');
        removeAreaIds.forEach((areaId) => areas.remove(areaId));
        subscription.remove(removeDriverIds);
        const refusedDriverIds = await subscription.add(addDriverIds);
        const refusedAreaIds: string[] = [];
        for (const area of addAreas) if (!(await areas.add(area))) refusedAreaIds.push(area.areaId);
        if (refusedDriverIds.length + refusedAreaIds.length > 0) call.write({ refusedDriverIds, refusedAreaIds });
      }
    } finally {
      subscription.close();
      areas.close();
    }
  }

  @SignedIn()
  async getDriverLocations(message: GetDriverLocationsRequest, metadata: Metadata) {
    const { driverIds } = parse(requests.getDriverLocations, message);
    const caller = callerOf(metadata);
    if (driverIds.length === 0) requireRole(caller, 'operator');
    else requireSight(caller, driverIds);
    const found = await this.positions.list(driverIds.length === 0 ? undefined : driverIds);
    return { locations: found.map(wire.toLocation) };
  }

  @AllowRoles('operator')
  async findNearbyDrivers(message: FindNearbyDriversRequest) {
    const { position, radiusMeters, limit } = parse(requests.findNearbyDrivers, message);
    const found = await this.areas.find(position, radiusMeters, limit);
    return { drivers: found.map(({ location, ...rest }) => ({ ...rest, location: wire.toLocation(location) })) };
  }

  @SignedIn()
  async listApproaches(message: ListApproachesRequest, metadata: Metadata) {
    const caller = callerOf(metadata);
    const { stationId, driverId } = parse(requests.listApproaches, message);
    if (driverId) requireSight(caller, [driverId]);
    else requireRole(caller, 'operator');
    const approaches = driverId
      ? await this.matches.listOwn(driverId, stationId || undefined)
      : await this.matches.listApproaches(stationId || undefined);
    return { approaches: approaches.map(wire.toApproach) };
  }

  @AllowRoles('operator')
  async matchApproach(message: MatchApproachRequest, metadata: Metadata) {
    const { driverId, stationId } = parse(requests.matchApproach, message);
    const requestId = requestIdOf(metadata)?.slice(0, 100) ?? randomUUID();
    const action = { name: 'MatchApproach', subjectKind: 'user', subjectId: driverId };
    return { match: await this.audit.act(action, () => this.matches.matchNow(driverId, stationId, requestId)) };
  }
}
