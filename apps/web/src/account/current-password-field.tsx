// The current password, required again before the account changes.
import { Field } from '../ui/ui';

interface CurrentPasswordFieldProps {
  readonly label: string;
  readonly value: string;
  readonly error?: string;
  readonly onChange: (password: string) => void;
}

export const CurrentPasswordField = ({ label, value, error, onChange }: CurrentPasswordFieldProps) => (
  <Field
    label={label}
    type="password"
    autoComplete="current-password"
    required
    maxLength={200}
    value={value}
    error={error}
    focusOnError
    onChange={(event) => onChange(event.target.value)}
  />
);
