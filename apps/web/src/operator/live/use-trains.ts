// The trains under way, moved every second by the platform's clock.
import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { useNow } from '../../api/app-config';
import { trainsQuery } from '../operator.queries';
import { trainsAt, type TrainScene } from './trains.core';

/** undefined until they are loaded. */
export function useTrains(): readonly TrainScene[] | undefined {
  const now = useNow();
  const { data } = useQuery(trainsQuery);
  return useMemo(() => data && trainsAt(data, now), [data, now]);
}
