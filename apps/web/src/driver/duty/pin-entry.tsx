// Enters the rider's PIN, which proves that the right person is in the right car.
import { useState, type FormEvent } from 'react';
import type { Trip } from '../../api/client';
import { useText } from '../../text/text';
import { Button, Field } from '../../ui/ui';
import { DriverProblem } from '../driver-problem';
import { useBoard } from './trip-commands';

export function PinEntry({ trip: { tripId, riderName } }: { trip: Trip }) {
  const t = useText('duty');
  const [pin, setPin] = useState('');
  const board = useBoard(tripId);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    board.mutate(pin, { onError: (error) => error.isPassing || setPin('') });
  };
  return (
    <form className="stack stack-tight" onSubmit={submit}>
      <div className="driver-pin">
        <Field
          label={t.pin({ rider: riderName })}
          hint={t.pinHint}
          value={pin}
          required
          inputMode="numeric"
          autoComplete="off"
          pattern={'\\d{4}'}
          maxLength={4}
          onChange={(event) => setPin(event.target.value.replace(/\D/g, ''))}
        />
        <Button type="submit" tone="primary" isBusy={board.isPending} disabled={pin.length !== 4}>
          {t.aboard}
        </Button>
      </div>
      <DriverProblem error={board.error} />
    </form>
  );
}
