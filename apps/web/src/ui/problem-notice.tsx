// A refusal in words people understand, with a way on.
import { ApiProblem } from '../api/problem';
import { appText } from '../text/app.text';
import { useText } from '../text/text';
import { Button, Notice } from './ui';

/** Nothing without an error. */
export function ProblemNotice({ error, onRetry }: { error: unknown; onRetry?: () => void }) {
  const t = useText(appText);
  if (!error) return null;
  const isAway = error instanceof ApiProblem && error.isPassing;
  return (
    <Notice tone="bad">
      <div className="stack stack-tight">
        <strong>{t.problem}</strong>
        <span>{isAway ? t.unreachable : error instanceof Error ? error.message : String(error)}</span>
        {onRetry && (
          <div>
            <Button onClick={onRetry}>{t.retry}</Button>
          </div>
        )}
      </div>
    </Notice>
  );
}
