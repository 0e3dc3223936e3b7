// An error as a text for people, with a button to continue.
import { ApiProblem } from '../api/problem';
import { useText } from '../text/text';
import { Button, Notice } from './ui';

interface Props {
  readonly error: unknown;
  /** Texts for errors on this screen, by reason; otherwise the server's English message is shown. */
  readonly words?: Readonly<Record<string, string>>;
  onRetry?(): void;
}

/** Renders nothing without an error. */
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
