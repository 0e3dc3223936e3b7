// The map as text, where objects can be selected, too.
import type { ReactNode } from 'react';
import { useText } from '../../text/text';
import { EmptyState } from '../../ui/ui';
import { TripBadge } from '../words/status-badge';
import type { Selection } from './markers';
import type { Scene } from './scene.core';

interface OverviewProps {
  readonly scene: Scene;
  /** undefined until it is loaded. */
  readonly trainCount: number | undefined;
  onSelect(selection: Selection): void;
}

export function Overview({ scene, trainCount, onSelect }: OverviewProps) {
  const t = useText('live');
  const words = useText('operator');
  const busy = scene.stations
    .filter(({ waiting }) => waiting.length > 0)
    .sort((a, b) => b.waiting.length - a.waiting.length);
  const isQuiet = busy.length === 0 && scene.cars.length === 0 && scene.trips.length === 0;
  return (
    <>
      <ul className="live-counts">
        <Count value={scene.waitingCount} label={t.waiting} />
        <Count value={scene.cars.length} label={t.cars} />
        <Count value={scene.trips.length} label={t.liveTrips} />
        <Count value={trainCount} label={t.trains} />
      </ul>
      {isQuiet && <EmptyState title={t.allQuiet} />}
      <Group title={t.waiting}>
        {busy.map(({ station, waiting }) => (
          <Item key={station.stationId} onSelect={() => onSelect({ kind: 'station', id: station.stationId })}>
            <span className="grow">{station.name}</span>
            <strong className="number">{waiting.length}</strong>
          </Item>
        ))}
      </Group>
      <Group title={t.cars}>
        {scene.cars.map((car) => (
          <Item key={car.driverId} onSelect={() => onSelect({ kind: 'car', id: car.driverId })}>
            <span className="grow">{car.driverName ?? car.route?.destination.name ?? t.car}</span>
            <span className="muted number">
              {t.seatsOf({ used: car.seatsTaken, seats: car.route?.seats ?? car.seatsTaken })}
            </span>
          </Item>
        ))}
      </Group>
      <Group title={t.liveTrips}>
        {scene.trips.map((trip) => (
          <Item key={trip.tripId} onSelect={() => onSelect({ kind: 'trip', id: trip.tripId })}>
            <span className="grow">
              {trip.riderName}
              <span className="muted small"> · {trip.destination.name ?? words.destination}</span>
            </span>
            <TripBadge status={trip.status} />
          </Item>
        ))}
      </Group>
    </>
  );
}

function Count({ value, label }: { value: number | undefined; label: string }) {
  return (
    <li>
      <strong className="number">{value ?? '–'}</strong>
      <span className="small muted">{label}</span>
    </li>
  );
}

function Group({ title, children }: { title: string; children: ReactNode[] }) {
  if (children.length === 0) return null;
  return (
    <details open={children.length <= 8}>
      <summary>
        {title} <span className="muted number">{children.length}</span>
      </summary>
      <ul className="list">{children}</ul>
    </details>
  );
}

function Item({ children, onSelect }: { children: ReactNode; onSelect(): void }) {
  return (
    <li>
      <button type="button" className="list-item live-item" onClick={onSelect}>
        {children}
      </button>
    </li>
  );
}
