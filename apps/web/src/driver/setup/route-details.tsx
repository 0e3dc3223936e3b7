// The driver's offer on a route: seats, time, and whether to accept automatically.
import type { Schemas } from '../../api/client';
import { minutes } from '../../text/format';
import { useText } from '../../text/text';
import { Check, Choices } from '../../ui/ui';

export interface Details {
  readonly seats: number;
  readonly detourBudgetSeconds: number;
  readonly autoAccept: boolean;
}

interface Props {
  readonly vehicle: Schemas['Vehicle'];
  readonly value: Details;
  onChange(value: Details): void;
}

const DETOURS_SECONDS = [300, 600, 900, 1_200, 1_800, 2_700];

export function RouteDetails({ vehicle, value, onChange }: Props) {
  const t = useText('driver');
  const seats = Array.from({ length: vehicle.seats }, (_, i) => ({ value: i + 1, label: i + 1 }));
  const detours = DETOURS_SECONDS.map((seconds) => ({ value: seconds, label: minutes(seconds) }));
  return (
    <section className="stack stack-tight">
      <h2>{t.details}</h2>
      <Choices
        legend={t.seatsOffered}
        options={seats}
        value={value.seats}
        onChange={(count) => onChange({ ...value, seats: count })}
      />
      <Choices
        legend={t.detour}
        options={detours}
        value={value.detourBudgetSeconds}
        onChange={(detourBudgetSeconds) => onChange({ ...value, detourBudgetSeconds })}
      />
      <p className="small muted">{t.detourHint}</p>
      <Check
        label={t.autoAccept}
        checked={value.autoAccept}
        onChange={(event) => onChange({ ...value, autoAccept: event.target.checked })}
      />
    </section>
  );
}
