// Shows a refusal of a driver's command: with a special text for drivers where there is one, else with the common text.
import { ApiProblem } from '../api/problem';
import { useText } from '../text/text';
import { ProblemNotice } from '../ui/problem-notice';
import { Notice } from '../ui/ui';
import { useStationTime } from './station-time';

/** Renders nothing without an error. */
export function DriverProblem({ error, onRetry }: { error: unknown; onRetry?: () => void }) {
  const t = useText('driverProblem');
  const at = useStationTime();
  if (!(error instanceof ApiProblem) || !(error.reason in t)) return <ProblemNotice error={error} onRetry={onRetry} />;
  const { retry_time: retryTime, attempts_left: left = '' } = error.metadata;
  const time = retryTime ? at(retryTime) : '';
  const text = t[error.reason as keyof typeof t];
  return <Notice tone="bad">{typeof text === 'string' ? text : text({ left, time })}</Notice>;
}
