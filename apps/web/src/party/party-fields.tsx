// The form fields for a rider's party.
import { MOST_PEOPLE } from '@lastmile/party';
import type { Party } from '../api/api.types';
import { useText } from '../text/text';
import { Check, Choices } from '../ui/ui';
import './party.css';

const PEOPLE = Array.from({ length: MOST_PEOPLE }, (_, index) => ({ value: index + 1, label: index + 1 }));

interface Props {
  readonly party: Party;
  onChange(part: Partial<Party>): void;
}

export function PartyFields({ party, onChange }: Props) {
  const t = useText('party');
  return (
    <>
      <div className="party">
        <Choices legend={t.howMany} options={PEOPLE} value={party.people} onChange={(people) => onChange({ people })} />
      </div>
      <Check
        label={t.useWheelchair}
        checked={party.wheelchair}
        onChange={(event) => onChange({ wheelchair: event.target.checked })}
      />
    </>
  );
}
