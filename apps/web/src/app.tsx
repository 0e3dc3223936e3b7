// Which screen an address shows, and who may see it. Each area is loaded when it is first opened.
import { lazy, Suspense, type ReactNode } from 'react';
import { Navigate, Outlet, Route, Routes, useLocation } from 'react-router';
import { ForgotPassword, ResetPassword } from './account/password-reset';
import { SignIn } from './account/sign-in';
import { SignUp } from './account/sign-up';
import { hasRole, useSession, type Role } from './session/session';
import { useText } from './text/text';
import { EmptyState, Spinner } from './ui/ui';

const Profile = lazy(async () => ({ default: (await import('./account/profile')).Profile }));
const ConfirmEmail = lazy(async () => ({ default: (await import('./account/confirm-email')).ConfirmEmail }));
const Inbox = lazy(async () => ({ default: (await import('./inbox/inbox')).Inbox }));
const RiderArea = lazy(() => import('./rider/rider-area'));
const DriverArea = lazy(() => import('./driver/driver-area'));
const OperatorArea = lazy(() => import('./operator/operator-area'));
const History = lazy(async () => ({ default: (await import('./history/history')).History }));
const TripScreen = lazy(async () => ({ default: (await import('./history/trip-screen')).TripScreen }));
const SharedTrip = lazy(async () => ({ default: (await import('./shared/shared-trip')).SharedTrip }));

export function App() {
  const t = useText('app');
  return (
    <Suspense fallback={<Spinner label={t.loading} />}>
      <Routes>
        <Route path="/sign-in" element={<SignIn />} />
        <Route path="/join" element={<SignUp />} />
        <Route path="/forgot" element={<ForgotPassword />} />
        <Route path="/confirm-email" element={<ConfirmEmail />} />
        <Route path="/reset-password" element={<ResetPassword />} />
        <Route path="/shared/:token" element={<SharedTrip />} />
        <Route element={<SignedIn />}>
          <Route index element={<Home />} />
          <Route
            path="/ride/*"
            element={
              <For role="rider">
                <RiderArea />
              </For>
            }
          />
          <Route
            path="/drive/*"
            element={
              <For role="driver">
                <DriverArea />
              </For>
            }
          />
          <Route
            path="/operate/*"
            element={
              <For role="operator">
                <OperatorArea />
              </For>
            }
          />
          <Route path="/history" element={<History />} />
          <Route path="/trips/:tripId" element={<TripScreen />} />
          <Route path="/inbox" element={<Inbox />} />
          <Route path="/profile" element={<Profile />} />
        </Route>
        <Route path="*" element={<EmptyState title={t.notFound} />} />
      </Routes>
    </Suspense>
  );
}

/** After sign-in, goes to the page that was requested before. */
function SignedIn() {
  const { pathname } = useLocation();
  const to = pathname === '/' ? '/sign-in' : `/sign-in?to=${encodeURIComponent(pathname)}`;
  return useSession() ? <Outlet /> : <Navigate to={to} replace />;
}

function Home() {
  const session = useSession();
  if (hasRole(session, 'rider')) return <Navigate to="/ride" replace />;
  if (hasRole(session, 'driver')) return <Navigate to="/drive" replace />;
  // An operator without the required second factor turns it on in the profile.
  return <Navigate to={hasRole(session, 'operator') ? '/operate' : '/profile'} replace />;
}

/** The server checks permissions; this only hides screens whose requests would be refused. */
function For({ role, children }: { role: Role; children: ReactNode }) {
  return hasRole(useSession(), role) ? children : <Navigate to="/" replace />;
}
