// Fixes of this phone, with the platform's time.
import { useEffect, useState } from 'react';
import { appConfigQuery, platformNow } from '../../api/app-config';
import { useQuery } from '@tanstack/react-query';
import type { Fix } from '../simulation/drive.types';

export type GeolocationTrouble = 'denied' | 'unavailable';

/** Watches while `isOn` is true. `onFix` must stay the same function. */
export function useGeolocation(isOn: boolean, onFix: (fix: Fix) => void): GeolocationTrouble | undefined {
  const speed = useQuery(appConfigQuery).data?.speed;
  const [trouble, setTrouble] = useState<GeolocationTrouble>();
  useEffect(() => {
    // Without the platform's clock a fix would have the wrong time.
    if (!isOn || speed === undefined || !('geolocation' in navigator)) return;
    const watch = navigator.geolocation.watchPosition(
      (position) => {
        setTrouble(undefined);
        onFix(fixOf(position, speed));
      },
      ({ code, PERMISSION_DENIED }) => setTrouble(code === PERMISSION_DENIED ? 'denied' : 'unavailable'),
      { enableHighAccuracy: true, maximumAge: 2_000, timeout: 30_000 },
    );
    return () => navigator.geolocation.clearWatch(watch);
  }, [isOn, onFix, speed]);
  if (!isOn) return undefined;
  return 'geolocation' in navigator ? trouble : 'unavailable';
}

/** The age of the measurement, multiplied by `speed`, is its age in the platform's time. */
function fixOf({ coords, timestamp }: GeolocationPosition, speed: number): Fix {
  const { latitude, longitude, accuracy, heading } = coords;
  const time = new Date(platformNow() - Math.max(0, Date.now() - timestamp) * speed).toISOString();
  return {
    position: { latitude, longitude },
    time,
    accuracyMeters: accuracy,
    ...(coords.speed !== null && coords.speed >= 0 && { speedMetersPerSecond: coords.speed }),
    ...(heading !== null && !Number.isNaN(heading) && { headingDegrees: heading }),
  };
}
