/** Use cases of stations and the areas around them. */
import { Injectable } from '@nestjs/common';
import { invalidArgument, notFound } from '@lastmile/errors';
import { boundingBox, distanceMeters, type LatLng } from '@lastmile/geo';
import { type StationEdit, type StationFilter, StationRepository } from './station.repository.js';
import type { Area, AreaKind, Station } from '../station.types.js';

export interface NearbyStation {
  readonly station: Station;
  readonly distanceMeters: number;
}

/** Who sent the request, and its id: a repeated request changes nothing. */
export interface EditRequest {
  readonly callerId: string;
  readonly requestId: string;
}

/** A pickup point farther away does not belong to the station. */
export const MAX_PICKUP_POINT_METERS = 1000;
/** The feed_id of stations that an operator has created. */
export const MANUAL_FEED = 'manual';

@Injectable()
export class StationService {
  constructor(private readonly stations: StationRepository) {}

  /** Throws not_found STATION_NOT_FOUND. */
  async get(stationId: string): Promise<Station> {
    const station = await this.stations.find(stationId);
    if (!station) throw notFound('station', stationId);
    return station;
  }

  list(filter: StationFilter): Promise<Station[]> {
    return this.stations.list(filter);
  }

  /** Active stations within the radius, nearest first. */
  async findNearest(position: LatLng, radiusMeters: number, limit: number): Promise<NearbyStation[]> {
    const candidates = await this.stations.listInside(boundingBox(position, radiusMeters));
    return candidates
      .map((station) => ({ station, distanceMeters: distanceMeters(position, station.position) }))
      .filter((candidate) => candidate.distanceMeters <= radiusMeters)
      .sort((a, b) => a.distanceMeters - b.distanceMeters)
      .slice(0, limit);
  }

  listAreas(stationId: string, kind?: AreaKind): Promise<Area[]> {
    return this.stations.listAreas(stationId, kind);
  }

  /**
   * Throws invalid_argument for a pickup point too far away or an invalid time zone, not_found for a station that its
   * feed does not have.
   */
  upsert(request: EditRequest, edit: StationEdit): Promise<Station> {
    edit.pickupPoints.forEach(({ name, position }, i) => {
      const field = `pickupPoints.${i}`;
      if (distanceMeters(position, edit.position) > MAX_PICKUP_POINT_METERS) {
        throw invalidArgument(field, `${field}: must lie within ${MAX_PICKUP_POINT_METERS} m of the station`);
      }
      if (edit.pickupPoints.findIndex((other) => other.name === name) !== i) {
        throw invalidArgument(field, `${field}: another pickup point has this name`);
      }
    });
    const key = { ...request, command: 'UpsertStation' };
    return this.stations.edit(key, edit, (current) => ({ ...edit, timeZone: timeZoneFor(edit, current) }));
  }
}

function timeZoneFor({ stationId, timeZone }: StationEdit, current: Station | undefined): string {
  const manual = stationId.startsWith(`${MANUAL_FEED}:`);
  if (!current && !manual) throw notFound('station', stationId);
  if (current && !manual && timeZone && timeZone !== current.timeZone) {
    throw invalidArgument('timeZone', `timeZone: is ${current.timeZone}, as the feed says`);
  }
  const zone = timeZone || current?.timeZone;
  if (!zone) throw invalidArgument('timeZone', 'timeZone: must be given for a new station');
  return zone;
}
