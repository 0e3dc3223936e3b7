// The input for a code of the second factor: the authenticator's six digits, or a recovery code.
import { useState } from 'react';
import { useText } from '../../text/text';
import { Button, Field } from '../../ui/ui';

interface Props {
  readonly value: string;
  readonly error?: string;
  /** True where recovery codes are not accepted: turning the second factor on, and renewing codes. */
  readonly isAppOnly?: boolean;
  /** False when something has to be read first. Default true. */
  readonly autoFocus?: boolean;
  onChange(code: string): void;
}

export function CodeField({ value, error, isAppOnly = false, autoFocus = true, onChange }: Props) {
  const t = useText('secondFactor');
  const [isRecovery, setRecovery] = useState(false);
  const change = () => {
    setRecovery(!isRecovery);
    onChange('');
  };
  return (
    <>
      <Field
        key={String(isRecovery)}
        label={isRecovery ? t.recoveryCode : t.code}
        hint={isRecovery ? t.recoveryHint : t.codeHint}
        autoComplete={isRecovery ? 'off' : 'one-time-code'}
        inputMode={isRecovery ? 'text' : 'numeric'}
        autoCapitalize="characters"
        spellCheck={false}
        // Not while the authenticator app still has to be set up: its instructions are above the field.
        autoFocus={autoFocus}
        required
        maxLength={64}
        value={value}
        error={error}
        focusOnError
        onChange={(event) => onChange(event.target.value)}
      />
      {!isAppOnly && (
        <div>
          <Button tone="quiet" onClick={change}>
            {isRecovery ? t.useApp : t.useRecovery}
          </Button>
        </div>
      )}
    </>
  );
}
