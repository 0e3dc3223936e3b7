// Why riders who wait at a station were not matched with this driver.
import type { Schemas } from '../../api/client';
import { useText } from '../../text/text';

/** Renders nothing before the first match at the station. */
export function LeftBehind({ match }: { match: Schemas['MatchOutcome'] | undefined }) {
  const t = useText('duty');
  if (!match) return null;
  if (match.leftBehind.length === 0) return <p className="small muted">{t.nobodyWaits}</p>;
  return (
    <div className="small">
      <p className="muted">{t.leftBehind}</p>
      <ul>
        {match.leftBehind.map(({ reason = 'other', rideCount }) => (
          <li key={reason}>
            {t.reasonCount({ count: rideCount, reason: t.reason[reason as keyof typeof t.reason] ?? t.reason.other })}
          </li>
        ))}
      </ul>
    </div>
  );
}
