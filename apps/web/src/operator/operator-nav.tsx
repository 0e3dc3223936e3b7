// The way between the operator's screens; it scrolls sideways on a phone.
import { NavLink } from 'react-router';
import { useText } from '../text/text';
import { operatorText } from './operator.text';

const SCREENS = ['live', 'day', 'rides', 'trips', 'drivers', 'stations', 'timetables', 'broadcast', 'roles'] as const;

export function OperatorNav() {
  const t = useText(operatorText);
  return (
    <nav className="op-nav" aria-label={t.areaLabel}>
      {SCREENS.map((screen) => (
        <NavLink key={screen} to={screen === 'live' ? '/operate' : `/operate/${screen}`} end={screen === 'live'}>
          {t[screen]}
        </NavLink>
      ))}
    </nav>
  );
}
