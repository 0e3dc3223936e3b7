// The password that somebody has, asked for again before the account changes.
import { Field } from '../ui/ui';

interface CurrentPasswordFieldProps {
  readonly label: string;
  readonly value: string;
  readonly onChange: (password: string) => void;
}

export const CurrentPasswordField = ({ label, value, onChange }: CurrentPasswordFieldProps) => (
  <Field
    label={label}
    type="password"
    autoComplete="current-password"
    required
    maxLength={200}
    value={value}
    onChange={(event) => onChange(event.target.value)}
  />
);
