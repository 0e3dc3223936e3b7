// Times in the station's time zone, whatever time zone the browser has.
import { createContext, useContext } from 'react';
import { clockTime } from '../text/format';

/** IANA name; undefined is the browser's own. */
export const StationTimeZone = createContext<string | undefined>(undefined);

/** For example 17:05. */
export function useStationTime(): (time: string) => string {
  const timeZone = useContext(StationTimeZone);
  return (time) => clockTime(time, timeZone);
}
