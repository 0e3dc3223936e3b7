// The status of a ride or trip as a word.
import type { Ride, Trip } from '../api/client';
import { useText } from '../text/text';
import { Badge } from '../ui/ui';

type Status = NonNullable<Ride['status'] | Trip['status']>;
const TONES: Partial<Record<Status, 'accent' | 'good' | 'warn'>> = {
  completed: 'good',
  waiting: 'accent',
  offered: 'accent',
  scheduled: 'accent',
  arrived: 'accent',
  active: 'accent',
  expired: 'warn',
  no_show: 'warn',
};

export function StatusBadge({ status }: { status: Status | undefined }) {
  const t = useText('history');
  return status ? <Badge tone={TONES[status]}>{t.status[status]}</Badge> : null;
}
