// A status as a word, with a colour in addition.
import { Badge } from '../../ui/ui';
import { useText } from '../../text/text';
import type { RideStatus, TripStatus } from './status.types';

type Tone = 'plain' | 'accent' | 'good' | 'warn' | 'bad';
const TONES: Record<RideStatus | TripStatus, Tone> = {
  waiting: 'warn',
  offered: 'warn',
  scheduled: 'accent',
  arrived: 'accent',
  active: 'accent',
  completed: 'good',
  declined: 'bad',
  expired: 'bad',
  cancelled: 'plain',
  no_show: 'bad',
};

export function RideBadge({ status }: { status: RideStatus | undefined }) {
  const t = useText('status');
  return status ? <Badge tone={TONES[status]}>{t.ride[status]}</Badge> : null;
}

export function TripBadge({ status }: { status: TripStatus | undefined }) {
  const t = useText('status');
  return status ? <Badge tone={TONES[status]}>{t.trip[status]}</Badge> : null;
}
