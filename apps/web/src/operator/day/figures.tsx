// The day's numbers, large.
import { minutes } from '../../text/format';
import { currentLanguage, useText } from '../../text/text';
import type { Statistics } from '../../api/api.types';

export function Figures({ day: { rides, wait, trips, seats } }: { day: Statistics }) {
  const t = useText('day');
  const count = new Intl.NumberFormat(currentLanguage());
  const time = (seconds: number) => (wait.count > 0 ? minutes(seconds) : '–');
  return (
    <dl className="figures">
      <Figure label={t.requested} value={count.format(rides.requested)} />
      <Figure label={t.served} value={count.format(rides.served)} />
      <Figure label={t.underway} value={count.format(rides.underway)} />
      <Figure label={t.waiting} value={count.format(rides.waiting)} />
      <Figure label={t.waitMean} value={time(wait.meanSeconds)} about={t.waitAbout} />
      <Figure label={t.waitP95} value={time(wait.p95Seconds)} about={t.waitAbout} />
      <Figure
        label={t.seats}
        value={share(seats.used, seats.offered)}
        about={t.seatsAbout({ used: count.format(seats.used), offered: count.format(seats.offered) })}
      />
      <Figure label={t.notServed} value={count.format(rides.expired)} />
      <Figure label={t.cancelled} value={count.format(rides.cancelled)} />
      <Figure label={t.noShow} value={count.format(rides.noShow)} />
      <Figure label={t.declined} value={count.format(trips.declined)} />
      <Figure label={t.offersExpired} value={count.format(trips.expired)} />
    </dl>
  );
}

function Figure({ label, value, about }: { label: string; value: string; about?: string }) {
  return (
    <div className="figure">
      <dt>{label}</dt>
      <dd>
        <strong className="number">{value}</strong>
        {about && <span className="small muted">{about}</span>}
      </dd>
    </div>
  );
}

function share(used: number, offered: number): string {
  return offered > 0
    ? new Intl.NumberFormat(currentLanguage(), { style: 'percent', maximumFractionDigits: 0 }).format(used / offered)
    : '–';
}
