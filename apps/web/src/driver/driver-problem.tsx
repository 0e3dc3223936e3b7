// A refusal of something a driver did: in the driver's words where there are some, else as everywhere.
import { ApiProblem } from '../api/problem';
import { useText } from '../text/text';
import { ProblemNotice } from '../ui/problem-notice';
import { Notice } from '../ui/ui';
import { driverProblemText, type DriverProblemText } from './driver-problem.text';
import { useStationTime } from './station-time';

/** Nothing without an error. */
export function DriverProblem({ error, onRetry }: { error: unknown; onRetry?: () => void }) {
  const t = useText(driverProblemText);
  const at = useStationTime();
  if (!(error instanceof ApiProblem) || !(error.reason in t)) return <ProblemNotice error={error} onRetry={onRetry} />;
  const { retry_time: retryTime, attempts_left: attemptsLeft = '' } = error.metadata;
  const detail = retryTime ? at(retryTime) : attemptsLeft;
  return <Notice tone="bad">{t[error.reason as keyof DriverProblemText](detail)}</Notice>;
}
