// A car that approaches a station, the last result of matching, and a button to match now.
import { useQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import { answerOf, api } from '../../api/client';
import { keys } from '../../api/queries';
import { clockTime, distance } from '../../text/format';
import { useText } from '../../text/text';
import { ProblemNotice } from '../../ui/problem-notice';
import { useToasts } from '../../ui/toasts';
import { Button } from '../../ui/ui';
import { useCommand } from '../../ui/use-command';
import { driverQuery, type Approach } from '../operator.queries';

export function ApproachItem({ approach, timeZone }: { approach: Approach; timeZone: string | undefined }) {
  const t = useText('live');
  const words = useText('operator');
  const reasons = useText('reason');
  const { show } = useToasts();
  const { driverId, stationId, etaTime, distanceMeters, lastMatch } = approach;
  const driver = useQuery(driverQuery(driverId));
  const match = useCommand({
    run: () => answerOf(api.POST('/v1/matches', { body: { driverId, stationId } })),
    touches: [keys.rides, keys.trips, ['snapshot'], ['approaches']],
    onDone: ({ trips, unserved }) => show({ title: t.matched({ trips: trips.length, unserved: unserved.length }) }),
  });
  return (
    <div className="stack stack-tight">
      <div className="row spread">
        <Link to={`/operate/drivers/${encodeURIComponent(driverId)}`}>{driver.data?.name ?? words.driver}</Link>
        <span className="small muted number">
          {t.arrives({ time: clockTime(etaTime, timeZone) })} · {distance(distanceMeters)}
        </span>
      </div>
      {lastMatch && lastMatch.leftBehind.length > 0 && (
        <ul className="small muted">
          {lastMatch.leftBehind.map(({ reason, rideCount }, index) => (
            <li key={reason ?? index}>
              {t.leftBehind({ count: rideCount })}
              {reason && `: ${reasons[reason].long}`}
            </li>
          ))}
        </ul>
      )}
      <ProblemNotice error={match.error} />
      <div>
        <Button isBusy={match.isPending} onClick={() => match.mutate(undefined)}>
          {t.matchNow}
        </Button>
      </div>
    </div>
  );
}
