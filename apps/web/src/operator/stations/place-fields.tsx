// A name and a position, which can be typed, or set on the map after selecting it.
import { useState } from 'react';
import type { Position } from '../../api/client';
import { useText } from '../../text/text';
import { Badge, Button, Field } from '../../ui/ui';

interface Props {
  readonly label: string;
  readonly name: string;
  readonly position: Position;
  readonly isChosen: boolean;
  readonly isUnnamed: boolean;
  onChoose(): void;
  onName(name: string): void;
  onPosition(position: Position): void;
  readonly onRemove?: () => void;
}

export function PlaceFields({ label, name, position, isChosen, isUnnamed, ...on }: Props) {
  const t = useText('stations');
  const called = name.trim() || label;
  return (
    <fieldset className={`op-place${isChosen ? ' op-place-chosen' : ''}`}>
      <legend className="hidden-label">{called}</legend>
      <Field
        label={label}
        maxLength={120}
        value={name}
        error={isUnnamed ? t.nameMissing : undefined}
        onChange={(event) => on.onName(event.target.value)}
      />
      {isChosen && (
        <div className="op-filters">
          <Degrees
            label={t.latitude}
            value={position.latitude}
            onChange={(latitude) => on.onPosition({ ...position, latitude })}
          />
          <Degrees
            label={t.longitude}
            value={position.longitude}
            onChange={(longitude) => on.onPosition({ ...position, longitude })}
          />
        </div>
      )}
      <div className="row">
        {isChosen ? (
          <Badge tone="accent">{t.moving}</Badge>
        ) : (
          <Button aria-label={t.choose({ name: called })} onClick={on.onChoose}>
            {t.place}
          </Button>
        )}
        {on.onRemove && (
          <Button tone="quiet" aria-label={t.remove({ name: called })} onClick={on.onRemove}>
            {t.removeIt}
          </Button>
        )}
      </div>
    </fieldset>
  );
}

/** Kept as text while it is typed, so that "-" and "40." are not removed during input. */
function Degrees({ label, value, onChange }: { label: string; value: number; onChange(value: number): void }) {
  const [typed, setTyped] = useState<string>();
  const shown =
    typed !== undefined && Number(typed) === value ? typed : Number.isNaN(value) ? (typed ?? '') : round(value);
  return (
    <Field
      label={label}
      inputMode="decimal"
      value={shown}
      onChange={({ target }) => {
        setTyped(target.value);
        onChange(target.value.trim() === '' ? Number.NaN : Number(target.value));
      }}
    />
  );
}

/** Six digits are a tenth of a metre. */
const round = (degrees: number): string => String(Math.round(degrees * 1e6) / 1e6);
