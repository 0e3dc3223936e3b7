// The frame around every screen of a signed-in person: navigation and connection state.
import { useQuery } from '@tanstack/react-query';
import { useEffect, useRef, type ReactNode } from 'react';
import { NavLink, useLocation } from 'react-router';
import { inboxQuery } from '../api/queries';
import { useConnected } from '../live/live';
import { hasRole, useSession } from '../session/session';
import { useText } from '../text/text';
import { DriveIcon, HistoryIcon, InboxIcon, OperateIcon, ProfileIcon, RideIcon } from './icons';
import { useLate } from './use-late';
import './shell.css';

export function Shell({ children, isWide }: { children: ReactNode; isWide?: boolean }) {
  const t = useText('app');
  const session = useSession();
  const inbox = useQuery(inboxQuery);
  const isAway = useLate(!useConnected(), 4_000);
  const main = useRef<HTMLElement>(null);
  const { pathname } = useLocation();
  // The focus moves to the top of a new screen, also for screen readers.
  useEffect(() => {
    main.current?.focus({ preventScroll: true });
    scrollTo(0, 0);
  }, [pathname]);
  const unread = inbox.data?.unreadCount ?? 0;
  return (
    <div className="shell">
      <a className="skip" href="#main">
        {t.skip}
      </a>
      <div>
        {isAway && (
          <div className="offline" role="status">
            {t.offline}
          </div>
        )}
        <main id="main" ref={main} tabIndex={-1} className={`main${isWide ? ' main-wide' : ''}`}>
          {children}
        </main>
      </div>
      <nav className="nav" aria-label="LastMile">
        <span className="nav-brand">LastMile</span>
        {hasRole(session, 'rider') && (
          <NavLink to="/ride">
            <RideIcon /> {t.ride}
          </NavLink>
        )}
        {hasRole(session, 'driver') && (
          <NavLink to="/drive">
            <DriveIcon /> {t.drive}
          </NavLink>
        )}
        {hasRole(session, 'operator') && (
          <NavLink to="/operate">
            <OperateIcon /> {t.operate}
          </NavLink>
        )}
        <NavLink to="/history">
          <HistoryIcon /> {t.history}
        </NavLink>
        <NavLink to="/inbox">
          <InboxIcon /> {t.inbox}
          {unread > 0 && (
            <span className="nav-count">
              <span aria-hidden="true">{unread > 99 ? '99+' : unread}</span>
              <span className="hidden-label">{t.unread({ count: unread })}</span>
            </span>
          )}
        </NavLink>
        <NavLink to="/profile">
          <ProfileIcon /> {t.profile}
        </NavLink>
      </nav>
    </div>
  );
}
