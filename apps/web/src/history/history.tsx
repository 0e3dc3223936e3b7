// Past and current rides of a rider, and trips of a driver, newest first.
import { useState } from 'react';
import { hasRole, useSession } from '../session/session';
import { useText } from '../text/text';
import { Shell } from '../ui/shell';
import { Choices } from '../ui/ui';
import { RideList } from './ride-list';
import { TripList } from './trip-list';

export function History() {
  const t = useText('history');
  const { history } = useText('app');
  const session = useSession();
  const [side, setSide] = useState<'rider' | 'driver'>(hasRole(session, 'rider') ? 'rider' : 'driver');
  const isBoth = hasRole(session, 'rider') && hasRole(session, 'driver');
  return (
    <Shell>
      <div className="stack">
        <h1>{history}</h1>
        {isBoth && (
          <Choices<'rider' | 'driver'>
            legend={<span className="hidden-label">{history}</span>}
            value={side}
            onChange={setSide}
            options={[
              { value: 'rider', label: t.asRider },
              { value: 'driver', label: t.asDriver },
            ]}
          />
        )}
        {side === 'rider' ? <RideList /> : <TripList />}
      </div>
    </Shell>
  );
}
