// Every step of a trip with who took it.
import type { Trip } from '../../api/client';
import { dayTime } from '../../text/format';
import { useText } from '../../text/text';
import { matchingText } from '../matching/matching.text';
import { statusText } from '../words/status.text';

interface Step {
  readonly version: number;
  readonly status?: Trip['status'];
  readonly actor?: Trip['endedBy'];
  readonly time: string;
}

export function TripHistory({ history, timeZone }: { history: readonly Step[]; timeZone: string | undefined }) {
  const t = useText(matchingText);
  const words = useText(statusText);
  return (
    <ol className="timeline">
      {history.map(({ version, status, actor, time }) => (
        <li key={version}>
          <strong>{status ? words.trip[status] : '–'}</strong>
          <span className="small muted">
            <time dateTime={time}>{dayTime(time, timeZone)}</time>
            {actor && ` · ${t.by(words.party[actor])}`}
          </span>
        </li>
      ))}
    </ol>
  );
}
