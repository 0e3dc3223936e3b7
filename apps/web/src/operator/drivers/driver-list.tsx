// All drivers, newest first.
import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import { dayTime } from '../../text/format';
import { useText } from '../../text/text';
import { SearchField, StatusField } from '../lists/filter-fields';
import { PagedList } from '../lists/paged-list';
import { useFilters } from '../lists/use-filters';
import { useNetworkZone } from '../lists/use-zones';
import { useSettled } from '../lists/use-settled';
import { driversQuery } from '../operator.queries';
import type { DriverStatus } from '../words/status.types';
import { DriverBadge } from './review-driver';

export function DriverList() {
  const t = useText('drivers');
  const words = useText('operator');
  const status = useText('status');
  const { values, set, clear, isAny } = useFilters('text', 'status');
  const drivers = useInfiniteQuery(
    driversQuery(useSettled(values.text).trim(), (values.status || undefined) as DriverStatus | undefined),
  );
  const zone = useNetworkZone();
  const shown = (drivers.data?.pages ?? []).flatMap(({ items }) => items);
  return (
    <div className="stack op-page">
      <h1>{words.drivers}</h1>
      <SearchField label={words.searchPlate} value={values.text} onChange={(value) => set('text', value)} />
      <StatusField words={status.driver} value={values.status} onChange={(value) => set('status', value)} />
      <PagedList query={drivers} label={words.drivers} {...(isAny && { onClear: clear })}>
        {shown.map(({ driverId, name, vehicle, createTime, status: driverStatus }) => (
          <li key={driverId}>
            <Link className="list-item" to={encodeURIComponent(driverId)}>
              <span className="op-row">
                <strong>{name}</strong>
                <span>
                  {vehicle.plate} <span className="muted">· {vehicle.description}</span>
                </span>
                <time className="small muted" dateTime={createTime}>
                  {dayTime(createTime, zone)}
                </time>
                <span className="small">{t.seatCount({ count: vehicle.seats })}</span>
                {driverStatus && driverStatus !== 'approved' && <DriverBadge status={driverStatus} />}
              </span>
            </Link>
          </li>
        ))}
      </PagedList>
    </div>
  );
}
