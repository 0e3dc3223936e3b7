// The result of an import: imported, imported with warnings, or refused because of an error in the feed.
import { ApiProblem } from '../../api/problem';
import { useText } from '../../text/text';
import { ProblemNotice } from '../../ui/problem-notice';
import { Notice } from '../../ui/ui';
import type { Imported } from './upload';

export function ImportResult({ imported, error }: { imported: Imported | undefined; error: Error | undefined }) {
  const t = useText('timetables');
  if (error?.name === 'AbortError') return null;
  if (error instanceof ApiProblem && error.metadata.file) return <RefusedFeed {...error.metadata} />;
  if (error) return <ProblemNotice error={error} />;
  if (!imported) return null;
  return (
    <>
      <Notice>{imported.changed ? t.done : t.unchanged}</Notice>
      {imported.warnings.length > 0 && (
        <Notice tone="warn">
          <strong>{t.warnings}</strong>
          <ul className="op-bullets">
            {imported.warnings.map((warning) => (
              <li key={warning}>{warning}</li>
            ))}
          </ul>
        </Notice>
      )}
    </>
  );
}

interface Refusal {
  readonly file?: string | undefined;
  readonly line?: string | number | undefined;
  readonly field?: string | undefined;
  readonly why?: string | undefined;
}

/** Where in the feed the error is, and what is wrong. */
export function RefusedFeed({ file, line, field, why }: Refusal) {
  const t = useText('timetables');
  return (
    <Notice tone="bad">
      <div className="stack stack-tight">
        <strong>{t.refused}</strong>
        <dl className="facts">
          <dt>{t.file}</dt>
          <dd>{file}</dd>
          {line && (
            <>
              <dt>{t.line}</dt>
              <dd>{line}</dd>
            </>
          )}
          {field && (
            <>
              <dt>{t.field}</dt>
              <dd>{field}</dd>
            </>
          )}
          {why && (
            <>
              <dt>{t.why}</dt>
              <dd>{why}</dd>
            </>
          )}
        </dl>
      </div>
    </Notice>
  );
}
