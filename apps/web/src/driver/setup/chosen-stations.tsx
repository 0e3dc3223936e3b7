// The chosen stations in driving order, with buttons to change it.
import type { Station } from '../../api/client';
import { useText } from '../../text/text';
import { Button } from '../../ui/ui';

interface Props {
  readonly chosen: readonly Station[];
  setChosen(chosen: readonly Station[]): void;
  onRemove(station: Station): void;
}

export function ChosenStations({ chosen, setChosen, onRemove }: Props) {
  const t = useText('driver');
  if (chosen.length === 0) return <p className="muted">{t.noStations}</p>;
  return (
    <ol className="list">
      {chosen.map((station, at) => (
        <li key={station.stationId} className="list-item">
          <span className="driver-number number" aria-hidden="true">
            {at + 1}
          </span>
          <strong className="grow">{station.name}</strong>
          <div className="driver-tools">
            <Button
              tone="quiet"
              disabled={at === 0}
              aria-label={t.earlier({ name: station.name })}
              onClick={() => setChosen(exchanged(chosen, at - 1))}
            >
              <span aria-hidden="true">↑</span>
            </Button>
            <Button
              tone="quiet"
              disabled={at === chosen.length - 1}
              aria-label={t.later({ name: station.name })}
              onClick={() => setChosen(exchanged(chosen, at))}
            >
              <span aria-hidden="true">↓</span>
            </Button>
            <Button tone="quiet" aria-label={t.remove({ name: station.name })} onClick={() => onRemove(station)}>
              <span aria-hidden="true">✕</span>
            </Button>
          </div>
        </li>
      ))}
    </ol>
  );
}

/** Exchanges the station at an index with the next one. */
const exchanged = (stations: readonly Station[], at: number): readonly Station[] =>
  stations.toSpliced(at, 2, ...stations.slice(at, at + 2).reverse());
