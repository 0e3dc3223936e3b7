// What this installation tells its web app: its clock and its map.
import { queryOptions, useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';

export interface AppConfig {
  /** The platform's time when it answered; demos run a day of their own, faster. */
  readonly time: string;
  /** How many seconds of the platform's time pass in one second. */
  readonly speed: number;
  /** A MapLibre style to draw under our own lines; without it there is only what we know ourselves. */
  readonly mapStyleUrl?: string;
}

let clock = { at: Date.now(), time: Date.now(), speed: 1 };

export const appConfigQuery = queryOptions({
  queryKey: ['app-config'],
  queryFn: async (): Promise<AppConfig> => {
    const response = await fetch('/app-config.json');
    if (!response.ok) throw new Error(`HTTP ${response.status}`);
    const config = (await response.json()) as AppConfig;
    clock = { at: Date.now(), time: Date.parse(config.time), speed: config.speed };
    return config;
  },
  staleTime: Infinity,
  retry: true,
});

/** The platform's time, in milliseconds since the epoch. */
export const platformNow = (): number => clock.time + (Date.now() - clock.at) * clock.speed;

/** How many seconds of the platform's time pass in one second. */
export const platformSpeed = (): number => clock.speed;

/** The platform's time, told anew every so many milliseconds of ours. */
export function useNow(everyMs = 1_000): number {
  const { data } = useQuery(appConfigQuery);
  const [now, setNow] = useState(platformNow);
  useEffect(() => {
    const tick = (): void => setNow(platformNow());
    // At once when the clock becomes known: until then it was ours, which may be years away.
    const first = setTimeout(tick);
    const timer = setInterval(tick, everyMs);
    return () => {
      clearTimeout(first);
      clearInterval(timer);
    };
  }, [everyMs, data]);
  return now;
}
