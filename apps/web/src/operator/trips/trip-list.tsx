// Rides that got a car, newest first.
import { useInfiniteQuery } from '@tanstack/react-query';
import { useText } from '../../text/text';
import { SearchField, StationField, StatusField } from '../lists/filter-fields';
import { PagedList } from '../lists/paged-list';
import { given } from '../lists/search.core';
import { useFilters } from '../lists/use-filters';
import { useSettled } from '../lists/use-settled';
import { tripsQuery } from '../operator.queries';
import type { TripStatus } from '../words/status.types';
import { TripItem } from './trip-item';

export function TripList() {
  const t = useText('operator');
  const words = useText('status');
  const { values, set, clear, isAny } = useFilters('status', 'station', 'text');
  const text = useSettled(values.text);
  const filter = given({ status: values.status as TripStatus, stationId: values.station, text });
  const trips = useInfiniteQuery(tripsQuery(filter));
  const shown = (trips.data?.pages ?? []).flatMap(({ items }) => items);
  return (
    <div className="stack op-page">
      <h1>{t.trips}</h1>
      <div className="op-filters">
        <SearchField label={t.searchPlate} value={values.text} onChange={(value) => set('text', value)} />
        <StatusField words={words.trip} value={values.status} onChange={(value) => set('status', value)} />
        <StationField value={values.station} onChange={(value) => set('station', value)} />
      </div>
      <PagedList query={trips} label={t.trips} {...(isAny && { onClear: clear })}>
        {shown.map((trip) => (
          <TripItem key={trip.tripId} trip={trip} />
        ))}
      </PagedList>
    </div>
  );
}
