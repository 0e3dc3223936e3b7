// A place around a station that is worth a ride.
import type { Area, Station } from '../../../tools/simulate/api.types.js';

/** The name of one that nobody walks to. */
export async function farAreaOf(baseUrl: string, station: string): Promise<string> {
  const read = async <T>(path: string) => (await (await fetch(baseUrl + path)).json()) as { items: T[] };
  const [found] = (await read<Station>(`/v1/stations?nameContains=${station}`)).items;
  const areas = (await read<Area>(`/v1/stations/${found!.stationId}/areas`)).items;
  return areas.find(({ distanceMeters }) => distanceMeters > 1_000)!.name;
}
