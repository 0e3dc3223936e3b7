// Converts the scene to markers and lines of the map.
import type { MapLine, MapMarker } from '../../map/map.types';
import { hex } from '../../ui/ui';
import { OLD_SECONDS, type Scene } from './scene.core';
import type { TrainScene } from './trains.core';

/** The object that the side panel shows. */
export interface Selection {
  readonly kind: 'station' | 'car' | 'trip' | 'train';
  readonly id: string;
}

export function markersOf(scene: Scene, carWord: string, select: (selection: Selection) => void): MapMarker[] {
  return [
    ...scene.stations.map(({ station, waiting }): MapMarker => {
      const { stationId: id, name, position } = station;
      return {
        id: `station:${id}`,
        kind: waiting.length > 0 ? 'rider' : 'station',
        position,
        label: waiting.length > 0 ? `${waiting.length} · ${name}` : name,
        onSelect: () => select({ kind: 'station', id }),
      };
    }),
    ...scene.cars.map(({ driverId: id, plate, location, ageSeconds }): MapMarker => ({
      id: `car:${id}`,
      kind: 'car',
      position: location.point.position,
      label: plate ?? carWord,
      isOld: ageSeconds > OLD_SECONDS,
      onSelect: () => select({ kind: 'car', id }),
    })),
  ];
}

export function trainMarkersOf(trains: readonly TrainScene[], select: (selection: Selection) => void): MapMarker[] {
  return trains.map(({ id, train: { line, headsign }, position }) => ({
    id: `train:${id}`,
    kind: 'train',
    position,
    label: `${line.shortName} · ${headsign}`,
    color: line.color && hex(line.color),
    onSelect: () => select({ kind: 'train', id }),
  }));
}

/** The lines of trips: dashed until the rider is aboard. With a selected car or trip, only its lines. */
export function linesOf({ trips, cars }: Scene, selection: Selection | undefined): MapLine[] {
  const carOf = new Map(cars.map((car) => [car.driverId, car.location.point.position]));
  return trips
    .filter(({ tripId, driverId }) => {
      if (selection?.kind === 'car') return driverId === selection.id;
      return selection?.kind === 'trip' ? tripId === selection.id : true;
    })
    .map(({ tripId, driverId, status, pickup, destination }) => {
      const car = carOf.get(driverId);
      const isAboard = status === 'active';
      const points = [...(car ? [car] : []), ...(isAboard ? [] : [pickup.position]), destination.position];
      return { id: tripId, points, isDashed: !isAboard };
    });
}
