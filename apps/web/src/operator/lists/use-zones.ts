// Times are shown in the station's time zone, wherever the operator is.
import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { stationsQuery } from '../../api/queries';

/** The time zone of the whole network, for data without a station: that of its first station. */
export function useNetworkZone(): string | undefined {
  return useQuery(stationsQuery).data?.[0]?.timeZone;
}

/** The time zone of a station; undefined (the browser's own) until the stations are loaded. */
export function useZones(): (stationId: string) => string | undefined {
  const { data } = useQuery(stationsQuery);
  return useMemo(() => {
    const zones = new Map(data?.map(({ stationId, timeZone }) => [stationId, timeZone]));
    return (stationId) => zones.get(stationId);
  }, [data]);
}
