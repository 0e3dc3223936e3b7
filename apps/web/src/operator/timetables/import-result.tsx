// What an import said: in force, with warnings, or refused at a place in the feed.
import { ApiProblem } from '../../api/problem';
import { useText } from '../../text/text';
import { ProblemNotice } from '../../ui/problem-notice';
import { Notice } from '../../ui/ui';
import { timetablesText } from './timetables.text';
import type { Imported } from './upload';

export function ImportResult({ imported, error }: { imported: Imported | undefined; error: Error | undefined }) {
  const t = useText(timetablesText);
  if (error?.name === 'AbortError') return null;
  if (error instanceof ApiProblem && error.metadata.file) return <Refused metadata={error.metadata} />;
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

function Refused({ metadata: { file, line, field, why } }: { metadata: Readonly<Record<string, string>> }) {
  const t = useText(timetablesText);
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
