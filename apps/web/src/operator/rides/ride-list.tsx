// Rides, newest first.
import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import { dayTime } from '../../text/format';
import { useText } from '../../text/text';
import { SearchField, StationField, StatusField } from '../lists/filter-fields';
import { PagedList } from '../lists/paged-list';
import { given } from '../lists/search.core';
import { useFilters } from '../lists/use-filters';
import { useSettled } from '../lists/use-settled';
import { useZones } from '../lists/use-zones';
import { ridesQuery } from '../operator.queries';
import { RideBadge } from '../words/status-badge';
import type { RideStatus } from '../words/status.types';

export function RideList() {
  const t = useText('operator');
  const words = useText('status');
  const reasons = useText('reason');
  const zoneOf = useZones();
  const { values, set, clear, isAny } = useFilters('status', 'station', 'text');
  const text = useSettled(values.text);
  const filter = given({ status: values.status as RideStatus, stationId: values.station, text });
  const rides = useInfiniteQuery(ridesQuery(filter));
  const shown = (rides.data?.pages ?? []).flatMap(({ items }) => items);
  return (
    <div className="stack op-page">
      <h1>{t.rides}</h1>
      <div className="op-filters">
        <SearchField label={t.searchRider} value={values.text} onChange={(value) => set('text', value)} />
        <StatusField words={words.ride} value={values.status} onChange={(value) => set('status', value)} />
        <StationField value={values.station} onChange={(value) => set('station', value)} />
      </div>
      <PagedList query={rides} label={t.rides} {...(isAny && { onClear: clear })}>
        {shown.map((ride) => (
          <li key={ride.rideId}>
            <Link className="list-item" to={encodeURIComponent(ride.rideId)}>
              <span className="op-row">
                <strong>{ride.riderName}</strong>
                <span>
                  {ride.stationName} → {ride.destination.name ?? t.destination}
                </span>
                <time className="small muted" dateTime={ride.createTime}>
                  {dayTime(ride.createTime, zoneOf(ride.stationId))}
                </time>
                <span className="op-state">
                  <RideBadge status={ride.status} />
                  {ride.waitingReason && <span className="small muted">{reasons[ride.waitingReason].short}</span>}
                </span>
              </span>
            </Link>
          </li>
        ))}
      </PagedList>
    </div>
  );
}
