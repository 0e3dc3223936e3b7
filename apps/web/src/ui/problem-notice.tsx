// A refusal in words people understand, with a way on.
import { ApiProblem } from '../api/problem';
import { useText } from '../text/text';
import { Button, Notice } from './ui';

interface Props {
  readonly error: unknown;
  /** What refusals mean here, by reason, in the reader's language; the server's English otherwise. */
  readonly words?: Readonly<Record<string, string>>;
  onRetry?(): void;
}

/** Nothing without an error. */
export function ProblemNotice({ error, words = {}, onRetry }: Props) {
  const t = useText('app');
  if (!error) return null;
  const isAway = error instanceof ApiProblem && error.isPassing;
  const said = error instanceof ApiProblem ? words[error.reason] : undefined;
  return (
    <Notice tone="bad">
      <div className="stack stack-tight">
        <strong>{t.problem}</strong>
        <span>{isAway ? t.unreachable : (said ?? (error instanceof Error ? error.message : String(error)))}</span>
        {onRetry && (
          <div>
            <Button onClick={onRetry}>{t.retry}</Button>
          </div>
        )}
      </div>
    </Notice>
  );
}
