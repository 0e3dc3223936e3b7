// Ten codes that are shown once, to be copied or saved.
import { useRef, useState } from 'react';
import { saveFile } from '../save-file';
import { useText } from '../../text/text';
import { Button, Notice } from '../../ui/ui';

const FILE = 'lastmile-recovery-codes.txt';

export function RecoveryCodes({ codes, onKept }: { codes: readonly string[]; onKept(): void }) {
  const t = useText('secondFactor');
  const [copying, setCopying] = useState<'done' | 'failed'>();
  const list = useRef<HTMLOListElement>(null);
  const text = `${codes.join('\n')}\n`;
  /**
   * If the clipboard is forbidden, or missing without HTTPS, the codes are selected, so that they can be copied by
   * hand.
   */
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text);
      setCopying('done');
    } catch {
      setCopying('failed');
      if (list.current) getSelection()?.selectAllChildren(list.current);
    }
  };
  return (
    <>
      <Notice>{t.keepCodes}</Notice>
      <ol ref={list} className="recovery-codes" aria-label={t.recoveryCodes}>
        {codes.map((code) => (
          <li key={code}>{code}</li>
        ))}
      </ol>
      <div className="row">
        <Button onClick={() => void copy()}>{copying === 'done' ? t.copied : t.copy}</Button>
        <Button onClick={() => saveFile(new Blob([text], { type: 'text/plain' }), FILE)}>{t.download}</Button>
      </div>
      {copying === 'failed' && <Notice tone="warn">{t.copyFailed}</Notice>}
      <Button tone="primary" onClick={onKept}>
        {t.kept}
      </Button>
    </>
  );
}
