// Links between the operator's screens; it scrolls sideways on a phone.
import { useEffect, useRef } from 'react';
import { NavLink, useLocation } from 'react-router';
import { useText } from '../text/text';

const SCREENS = [
  'live',
  'day',
  'rides',
  'trips',
  'drivers',
  'stations',
  'timetables',
  'broadcast',
  'roles',
  'audit',
  'cluster',
] as const;

export function OperatorNav() {
  const t = useText('operator');
  const nav = useRef<HTMLElement>(null);
  const { pathname } = useLocation();
  useEffect(() => {
    const current = nav.current?.querySelector<HTMLElement>('[aria-current=page]');
    if (nav.current && current) nav.current.scrollLeft = current.offsetLeft - nav.current.clientWidth / 3;
  }, [pathname]);
  return (
    <nav ref={nav} className="op-nav" aria-label={t.areaLabel}>
      {SCREENS.map((screen) => (
        <NavLink key={screen} to={screen === 'live' ? '/operate' : `/operate/${screen}`} end={screen === 'live'}>
          {t[screen]}
        </NavLink>
      ))}
    </nav>
  );
}
