// Seats in use and seats offered; drivers may change the latter on the way, for example when a friend gets in.
import type { Trip } from '../../api/client';
import { answerOf, api, keyed } from '../../api/client';
import { keys } from '../../api/queries';
import { useText } from '../../text/text';
import { Button, Card } from '../../ui/ui';
import { useCommand } from '../../ui/use-command';
import { DriverProblem } from '../driver-problem';
import { seatsOf } from './stop-list.core';
import type { Route } from './stop.types';

interface Props {
  readonly route: Route;
  readonly trips: readonly Trip[];
  readonly seatLimit: number;
}

export function SeatsPanel({ route: { routeId, seats }, trips, seatLimit }: Props) {
  const t = useText('duty');
  const { aboard, promised } = seatsOf(trips);
  const taken = aboard + promised;
  const change = useCommand({
    run: (count: number, key) => {
      const params = { path: { routeId }, ...keyed(key) };
      return answerOf(api.PATCH('/v1/routes/{routeId}', { params, body: { seats: count } }));
    },
    touches: [keys.routes],
  });
  return (
    <Card label={t.seats}>
      <div className="row spread">
        <div className="grow" role="status">
          <h2 className="number">{t.seatsInUse({ taken, seats })}</h2>
          <p className="muted number">{t.seatsDetail({ aboard, promised })}</p>
        </div>
        <div className="driver-tools">
          <Button
            aria-label={t.fewerSeats}
            isBusy={change.isPending}
            disabled={seats <= Math.max(1, taken)}
            onClick={() => change.mutate(seats - 1)}
          >
            <span aria-hidden="true">−</span>
          </Button>
          <Button
            aria-label={t.moreSeats}
            isBusy={change.isPending}
            disabled={seats >= seatLimit}
            onClick={() => change.mutate(seats + 1)}
          >
            <span aria-hidden="true">+</span>
          </Button>
        </div>
      </div>
      <div className="meter" aria-hidden="true">
        <span style={{ width: `${Math.min(100, (taken / seats) * 100)}%` }} />
      </div>
      <DriverProblem error={change.error} />
    </Card>
  );
}
