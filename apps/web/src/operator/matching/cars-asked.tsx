// The cars that were offered a ride, in order: accepted, declined, expired or cancelled.
import { useQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import { dayTime } from '../../text/format';
import { useText } from '../../text/text';
import { ProblemNotice } from '../../ui/problem-notice';
import { carsAskedQuery } from '../operator.queries';
import { TripBadge } from '../words/status-badge';

export function CarsAsked({ rideId, timeZone }: { rideId: string; timeZone: string | undefined }) {
  const t = useText('matching');
  const { actor } = useText('status');
  const asked = useQuery(carsAskedQuery(rideId));
  return (
    <section className="stack stack-tight">
      <h3>{t.carsAsked}</h3>
      <ProblemNotice error={asked.error} onRetry={() => void asked.refetch()} />
      <ol className="stack stack-tight">
        {asked.data?.map(({ tripId, driverName, vehiclePlate, status, createTime, endedBy, endReason }) => (
          <li key={tripId} className="stack stack-tight">
            <div className="row spread">
              <Link to={`/operate/trips/${encodeURIComponent(tripId)}`}>
                {driverName} · {vehiclePlate}
              </Link>
              <TripBadge status={status} />
            </div>
            <span className="small muted">
              {[dayTime(createTime, timeZone), endedBy && t.by({ actor: actor[endedBy] }), endReason]
                .filter(Boolean)
                .join(' · ')}
            </span>
          </li>
        ))}
      </ol>
    </section>
  );
}
