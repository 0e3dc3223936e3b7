// Finishes a route: not while riders are aboard, and with a warning when riders still wait.
import { answerOf, api, keyed, type Trip } from '../../api/client';
import { keys } from '../../api/queries';
import { useText } from '../../text/text';
import { useCommand } from '../../ui/use-command';
import { DriverProblem } from '../driver-problem';
import { driverKeys } from '../driver-queries';
import { ConfirmButton } from './confirm-button';
import { seatsOf } from './stop-list.core';
import type { Route } from './stop.types';

export function FinishRoute({ route: { routeId }, trips }: { route: Route; trips: readonly Trip[] }) {
  const t = useText('duty');
  const { riders } = useText('party');
  const { aboard } = seatsOf(trips);
  const { promised: scheduled } = seatsOf(trips.filter(({ status }) => status !== 'offered'));
  const finish = useCommand({
    run: (cancelScheduled: boolean, key) => {
      const params = { path: { routeId }, ...keyed(key) };
      return answerOf(api.POST('/v1/routes/{routeId}/finish', { params, body: { cancelScheduled } }));
    },
    touches: [keys.routes, keys.trips, driverKeys.approaches],
  });
  const body = aboard
    ? t.finishAboard({ riders: riders({ count: aboard }) })
    : [t.finishBody, scheduled > 0 && t.finishScheduled({ riders: riders({ count: scheduled }) })]
        .filter(Boolean)
        .join(' ');
  return (
    <>
      <DriverProblem error={finish.error} />
      <ConfirmButton
        label={t.finish}
        title={t.finishTitle}
        body={body}
        tone="plain"
        isBusy={finish.isPending}
        isRefused={aboard > 0}
        onConfirm={() => finish.mutate(scheduled > 0)}
      />
    </>
  );
}
