// The operator's part of the app.
import { lazy, Suspense } from 'react';
import { Route, Routes } from 'react-router';
import { useText } from '../text/text';
import { Shell } from '../ui/shell';
import { EmptyState, Spinner } from '../ui/ui';
import { LiveScreen } from './live/live-screen';
import { OperatorNav } from './operator-nav';
import './operator.css';

const DayScreen = lazy(async () => ({ default: (await import('./day/day-screen')).DayScreen }));
const RideList = lazy(async () => ({ default: (await import('./rides/ride-list')).RideList }));
const RideDetail = lazy(async () => ({ default: (await import('./rides/ride-detail')).RideDetail }));
const TripList = lazy(async () => ({ default: (await import('./trips/trip-list')).TripList }));
const TripDetail = lazy(async () => ({ default: (await import('./trips/trip-detail')).TripDetail }));
const DriverList = lazy(async () => ({ default: (await import('./drivers/driver-list')).DriverList }));
const DriverDetail = lazy(async () => ({ default: (await import('./drivers/driver-detail')).DriverDetail }));
const StationList = lazy(async () => ({ default: (await import('./stations/station-list')).StationList }));
const StationDetail = lazy(async () => ({ default: (await import('./stations/station-detail')).StationDetail }));
const Timetables = lazy(async () => ({ default: (await import('./timetables/timetables')).Timetables }));
const Broadcast = lazy(async () => ({ default: (await import('./messages/broadcast')).Broadcast }));
const Roles = lazy(async () => ({ default: (await import('./people/roles')).Roles }));
const AuditLog = lazy(async () => ({ default: (await import('./audit/audit-log')).AuditLog }));
const ClusterScreen = lazy(async () => ({ default: (await import('./cluster/cluster-screen')).ClusterScreen }));

export default function OperatorArea() {
  const t = useText('app');
  return (
    <Shell isWide>
      <div className="stack">
        <OperatorNav />
        <Suspense fallback={<Spinner label={t.loading} />}>
          <Routes>
            <Route index element={<LiveScreen />} />
            <Route path="day" element={<DayScreen />} />
            <Route path="rides" element={<RideList />} />
            <Route path="rides/:rideId" element={<RideDetail />} />
            <Route path="trips" element={<TripList />} />
            <Route path="trips/:tripId" element={<TripDetail />} />
            <Route path="drivers" element={<DriverList />} />
            <Route path="drivers/:driverId" element={<DriverDetail />} />
            <Route path="stations" element={<StationList />} />
            <Route path="stations/:stationId" element={<StationDetail />} />
            <Route path="timetables" element={<Timetables />} />
            <Route path="broadcast" element={<Broadcast />} />
            <Route path="roles" element={<Roles />} />
            <Route path="audit" element={<AuditLog />} />
            <Route path="cluster" element={<ClusterScreen />} />
            <Route path="*" element={<EmptyState title={t.notFound} />} />
          </Routes>
        </Suspense>
      </div>
    </Shell>
  );
}
