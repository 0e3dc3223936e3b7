// Requests a ride step by step: station, train, destination, then the quote.
import { useQuery } from '@tanstack/react-query';
import { useCallback } from 'react';
import { Navigate, useSearchParams } from 'react-router';
import { stationsQuery } from '../../api/queries';
import { useText } from '../../text/text';
import { ProblemNotice } from '../../ui/problem-notice';
import { EmptyState, Spinner } from '../../ui/ui';
import { openRideQuery } from '../rider.queries';
import { Chosen } from './chosen';
import { DestinationStep } from './destination-step';
import { draftOf, queryOf, type Draft } from './draft';
import { QuoteStep } from './quote-step';
import { StationStep } from './station-step';
import { TrainStep } from './train-step';
import './booking.css';

export function Booking() {
  const t = useText('rider');
  const { loading } = useText('app');
  const [query, setQuery] = useSearchParams();
  const draft = draftOf(query);
  const change = useCallback(
    (part: Partial<Draft>, replace = false) =>
      setQuery((old) => queryOf({ ...draftOf(old), ...part }), { replace, preventScrollReset: true }),
    [setQuery],
  );
  const open = useQuery(openRideQuery);
  const stations = useQuery(stationsQuery);
  if (open.data) return <Navigate to={`/ride/${open.data.rideId}`} replace />;
  if (stations.isPending) return <Spinner label={loading} />;
  if (stations.error && !stations.data) {
    return <ProblemNotice error={stations.error} onRetry={() => void stations.refetch()} />;
  }
  if (stations.data.length === 0) return <EmptyState title={t.noStations} />;
  const station = stations.data.find(({ stationId }) => stationId === draft.stationId);
  if (!station) {
    const again = { trainId: undefined, serviceDate: undefined, destination: undefined };
    return <StationStep stations={stations.data} onChoose={(stationId) => change({ ...again, stationId })} />;
  }
  return (
    <div className="stack">
      <Chosen draft={draft} station={station} onChange={change} />
      {!draft.trainId && (
        <TrainStep station={station} onChoose={({ trainId, serviceDate }) => change({ trainId, serviceDate })} />
      )}
      {draft.trainId && !draft.destination && (
        <DestinationStep
          station={station}
          stations={stations.data}
          onChoose={(destination) => change({ destination })}
        />
      )}
      {draft.trainId && draft.destination && (
        <QuoteStep draft={draft} station={station} onChange={(part) => change(part, true)} />
      )}
    </div>
  );
}
