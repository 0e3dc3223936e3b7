// Edits name, position and pickup points, by typing or by tapping the map.
import { useMemo, useState, type FormEvent } from 'react';
import { answerOf, api, keyed, type Station } from '../../api/client';
import { MapView } from '../../map/map';
import type { MapMarker } from '../../map/map.types';
import { useText } from '../../text/text';
import { ProblemNotice } from '../../ui/problem-notice';
import { useToasts } from '../../ui/toasts';
import { Button, Card } from '../../ui/ui';
import { useCommand } from '../../ui/use-command';
import * as draft from './draft.core';
import { PlaceFields } from './place-fields';

export function StationEditor({ station, onClose }: { station: Station; onClose(): void }) {
  const t = useText('stations');
  const { cancel, save: saveWord } = useText('app');
  const { show } = useToasts();
  const [edited, setEdited] = useState(() => draft.draftOf(station));
  const [chosen, setChosen] = useState<string>(draft.STATION);
  const [hasTried, setTried] = useState(false);
  const save = useCommand({
    run: (body: ReturnType<typeof draft.bodyOf>, key) =>
      answerOf(
        api.PUT('/v1/stations/{stationId}', {
          params: { path: { stationId: station.stationId }, ...keyed(key) },
          body,
        }),
      ),
    touches: [['stations'], ['snapshot']],
    onDone: () => {
      show({ title: t.saved });
      onClose();
    },
  });
  const { unnamed, hasBadPosition } = draft.problemsOf(edited);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (unnamed.length === 0 && !hasBadPosition) save.mutate(draft.bodyOf(edited));
  };
  const markers = useMemo(() => markersOf(edited), [edited]);
  // The view does not change while points are moved.
  const fit = useMemo(() => [station.position, ...station.pickupPoints.map(({ position }) => position)], [station]);
  const places = [{ key: draft.STATION, name: edited.name, position: edited.position }, ...edited.points];
  return (
    <form className="op-columns" onSubmit={submit} noValidate>
      <div className="stack stack-tight op-sticky">
        <MapView
          label={t.mapLabel}
          markers={markers}
          fit={fit}
          height="24rem"
          onPick={(position) => setEdited(draft.withPosition(edited, chosen, position))}
        />
        <p className="small muted">{t.pickHint}</p>
      </div>
      <Card label={t.edit}>
        {places.map(({ key, name, position }, index) => (
          <PlaceFields
            key={key}
            label={index === 0 ? t.name : t.pickupName({ index })}
            name={name}
            position={position}
            isChosen={chosen === key}
            isUnnamed={hasTried && unnamed.includes(key)}
            onChoose={() => setChosen(key)}
            onName={(text) => setEdited(draft.withName(edited, key, text))}
            onPosition={(next) => setEdited(draft.withPosition(edited, key, next))}
            {...(index > 0 && { onRemove: () => setEdited(draft.withoutPoint(edited, key)) })}
          />
        ))}
        {edited.points.length < draft.MOST_POINTS && (
          <Button
            onClick={() => {
              const key = crypto.randomUUID();
              setEdited(draft.withPoint(edited, key));
              setChosen(key);
            }}
          >
            {t.addPoint}
          </Button>
        )}
        {hasTried && hasBadPosition && <p className="field-error">{t.badPosition}</p>}
        <ProblemNotice error={save.error} />
        <div className="row">
          <Button type="submit" tone="primary" isBusy={save.isPending}>
            {saveWord}
          </Button>
          <Button onClick={onClose}>{cancel}</Button>
        </div>
      </Card>
    </form>
  );
}

function markersOf({ name, position, points }: draft.Draft): MapMarker[] {
  return [
    { id: draft.STATION, kind: 'station', position, label: name },
    ...points.map(({ key, name: label, position: at }): MapMarker => ({
      id: key,
      kind: 'pickup',
      position: at,
      label,
    })),
  ];
}
