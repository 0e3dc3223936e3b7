// Every change of a trip, with its actor.
import type { Trip } from '../../api/client';
import { dayTime } from '../../text/format';
import { useText } from '../../text/text';

interface Step {
  readonly version: number;
  readonly status?: Trip['status'];
  readonly actor?: Trip['endedBy'];
  readonly time: string;
}

export function TripHistory({ history, timeZone }: { history: readonly Step[]; timeZone: string | undefined }) {
  const t = useText('matching');
  const words = useText('status');
  return (
    <ol className="timeline">
      {history.map(({ version, status, actor, time }) => (
        <li key={version}>
          <strong>{status ? words.trip[status] : '–'}</strong>
          <span className="small muted">
            <time dateTime={time}>{dayTime(time, timeZone)}</time>
            {actor && ` · ${t.by({ actor: words.actor[actor] })}`}
          </span>
        </li>
      ))}
    </ol>
  );
}
