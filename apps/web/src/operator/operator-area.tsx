// The operator's part of the app: what happens now, what happened, and the levers.
import { lazy, Suspense } from 'react';
import { Route, Routes } from 'react-router';
import { appText } from '../text/app.text';
import { useText } from '../text/text';
import { Shell } from '../ui/shell';
import { EmptyState, Spinner } from '../ui/ui';
import { LiveScreen } from './live/live-screen';
import { OperatorNav } from './operator-nav';
import './operator.css';

const RideList = lazy(async () => ({ default: (await import('./rides/ride-list')).RideList }));

export default function OperatorArea() {
  const t = useText(appText);
  return (
    <Shell isWide>
      <div className="stack">
        <OperatorNav />
        <Suspense fallback={<Spinner label={t.loading} />}>
          <Routes>
            <Route index element={<LiveScreen />} />
            <Route path="rides" element={<RideList />} />
            <Route path="*" element={<EmptyState title={t.notFound} />} />
          </Routes>
        </Suspense>
      </div>
    </Shell>
  );
}
