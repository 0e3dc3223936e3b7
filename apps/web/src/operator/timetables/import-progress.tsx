// The progress of an import: sent, received, read file by file, stored.
import { currentLanguage, useText } from '../../text/text';
import type { Import } from './import.query';

interface Props {
  /** The share of the file that this page has sent, 0 to 1. */
  readonly sent: number;
  /** Undefined until the platform reports progress. */
  readonly noted: Import | undefined;
}

export function ImportProgress({ sent, noted }: Props) {
  const t = useText('timetables');
  const percent = new Intl.NumberFormat(currentLanguage(), { style: 'percent' });
  const count = new Intl.NumberFormat(currentLanguage());
  const { share, words } = step();
  return (
    <div className="stack stack-tight">
      <progress className="op-progress" aria-label={words} max={1} {...(share !== undefined && { value: share })} />
      <p className="small" role="status">
        {words}
      </p>
    </div>
  );

  /** Without a share the duration is unknown. */
  function step(): { share?: number; words: string } {
    if (sent < 1) return { share: sent, words: t.uploading({ percent: percent.format(sent) }) };
    if (!noted || noted.phase === 'receiving') return { words: t.received };
    if (noted.phase === 'storing') return { words: t.storing({ rows: count.format(noted.rowsDone) }) };
    const share = noted.bytesTotal > 0 ? Math.min(1, noted.bytesDone / noted.bytesTotal) : 0;
    return { share, words: t.reading({ file: noted.phase, percent: percent.format(share) }) };
  }
}
