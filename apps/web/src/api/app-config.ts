// Settings of this installation for the web app: its clock and its map.
import { queryOptions, useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';

export interface AppConfig {
  /** The platform's time when it answered. In demos it is another day, and runs faster. */
  readonly time: string;
  /** How many seconds of the platform's time pass in one real second. */
  readonly speed: number;
  /** A MapLibre style for the base map; without it the map only shows our own data. */
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

/** How many seconds of the platform's time pass in one real second. */
export const platformSpeed = (): number => clock.speed;

/** The platform's time, updated every `everyMs` real milliseconds. */
export function useNow(everyMs = 1_000): number {
  const { data } = useQuery(appConfigQuery);
  const [now, setNow] = useState(platformNow);
  useEffect(() => {
    const tick = (): void => setNow(platformNow());
    // Updated immediately when the platform's clock is loaded: until then it is the browser's, which may be years off.
    const first = setTimeout(tick);
    const timer = setInterval(tick, everyMs);
    return () => {
      clearTimeout(first);
      clearInterval(timer);
    };
  }, [everyMs, data]);
  return now;
}
