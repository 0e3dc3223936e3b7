// The fields above a list.
import { useQuery } from '@tanstack/react-query';
import { useId, type ReactNode } from 'react';
import { stationsQuery } from '../../api/queries';
import { useText } from '../../text/text';

interface SearchProps {
  readonly label: string;
  readonly value: string;
  onChange(value: string): void;
}

export function SearchField({ label, value, onChange }: SearchProps) {
  const id = useId();
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      <input id={id} type="search" maxLength={80} value={value} onChange={(event) => onChange(event.target.value)} />
    </div>
  );
}

interface SelectProps {
  readonly label: string;
  readonly value: string;
  onChange(value: string): void;
  readonly children: ReactNode;
}

export function Select({ label, value, onChange, children }: SelectProps) {
  const t = useText('operator');
  const id = useId();
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      <select id={id} value={value} onChange={(event) => onChange(event.target.value)}>
        <option value="">{t.all}</option>
        {children}
      </select>
    </div>
  );
}

export function StatusField<Status extends string>({
  words,
  ...field
}: Omit<SelectProps, 'label' | 'children'> & { words: Readonly<Record<Status, string>> }) {
  const t = useText('operator');
  return (
    <Select {...field} label={t.status}>
      {Object.entries<string>(words).map(([status, word]) => (
        <option key={status} value={status}>
          {word}
        </option>
      ))}
    </Select>
  );
}

export function StationField(field: Omit<SelectProps, 'label' | 'children'>) {
  const t = useText('operator');
  const stations = useQuery(stationsQuery);
  return (
    <Select {...field} label={t.station}>
      {stations.data?.map(({ stationId, name }) => (
        <option key={stationId} value={stationId}>
          {name}
        </option>
      ))}
    </Select>
  );
}
