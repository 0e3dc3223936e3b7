// The driver's part of the app: first the car, then a route, then the drive. The state on the server decides which is
// shown.
import { useQuery } from '@tanstack/react-query';
import { Navigate, Route, Routes } from 'react-router';
import { useText } from '../text/text';
import { ProblemNotice } from '../ui/problem-notice';
import { Shell } from '../ui/shell';
import { Spinner } from '../ui/ui';
import { DriverHome } from './driver-home';
import { driverQuery, startedRouteQuery } from './driver-queries';
import { DutyScreen } from './duty/duty-screen';
import { RouteSetup } from './setup/route-setup';
import { VehicleScreen } from './vehicle-screen';
import './driver.css';

export default function DriverArea() {
  const t = useText('app');
  const driver = useQuery(driverQuery);
  const started = useQuery(startedRouteQuery);
  if (driver.data === undefined || started.data === undefined) {
    const error = driver.error ?? started.error;
    const retry = () => void Promise.all([driver.refetch(), started.refetch()]);
    return <Shell>{error ? <ProblemNotice error={error} onRetry={retry} /> : <Spinner label={t.loading} />}</Shell>;
  }
  if (driver.data === null) return <VehicleScreen />;
  const { data } = driver;
  const { data: route } = started;
  return (
    <Routes>
      <Route
        index
        element={route ? <DutyScreen key={route.routeId} route={route} driver={data} /> : <DriverHome driver={data} />}
      />
      <Route path="new" element={route ? <Navigate to="/drive" replace /> : <RouteSetup driver={data} />} />
      <Route path="car" element={<VehicleScreen driver={data} />} />
      <Route path="*" element={<Navigate to="/drive" replace />} />
    </Routes>
  );
}
