// Times are told as the station's clock shows them, wherever the operator sits.
import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { stationsQuery } from '../../api/queries';

/** The time zone of a network as a whole, for what belongs to no station: its first station's. */
export function useNetworkZone(): string | undefined {
  return useQuery(stationsQuery).data?.[0]?.timeZone;
}

/** The time zone of a station; undefined, which is the operator's own, until the stations are known. */
export function useZones(): (stationId: string) => string | undefined {
  const { data } = useQuery(stationsQuery);
  return useMemo(() => {
    const zones = new Map(data?.map(({ stationId, timeZone }) => [stationId, timeZone]));
    return (stationId) => zones.get(stationId);
  }, [data]);
}
