// One entry of a history: where to, when, and how it ended.
import { Link } from 'react-router';
import type { Ride, Trip } from '../api/client';
import { dayTime } from '../text/format';
import { useText } from '../text/text';
import { StatusBadge } from './status-badge';
import './history.css';

interface Props {
  readonly to: string;
  readonly title: string;
  readonly about: string;
  readonly time: string;
  readonly status: Ride['status'] | Trip['status'];
}

export function Entry({ to, title, about, time, status }: Props) {
  const t = useText('history');
  return (
    <li>
      <Link className="list-item" to={to}>
        <span className="grow">
          <strong>{title || t.destination}</strong>
          <span className="small muted entry-about">
            {about} · <time dateTime={time}>{dayTime(time)}</time>
          </span>
        </span>
        <StatusBadge status={status} />
      </Link>
    </li>
  );
}
