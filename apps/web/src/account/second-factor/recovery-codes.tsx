// Ten codes that are shown once: to be copied or saved now.
import { useState } from 'react';
import { saveFile } from '../save-file';
import { useText } from '../../text/text';
import { Button, Notice } from '../../ui/ui';

const FILE = 'lastmile-recovery-codes.txt';

export function RecoveryCodes({ codes, onKept }: { codes: readonly string[]; onKept(): void }) {
  const t = useText('secondFactor');
  const [isCopied, setCopied] = useState(false);
  const text = `${codes.join('\n')}\n`;
  const copy = () =>
    navigator.clipboard.writeText(text).then(
      () => setCopied(true),
      () => setCopied(false),
    );
  return (
    <>
      <Notice>{t.keepCodes}</Notice>
      <ol className="recovery-codes" aria-label={t.recoveryCodes}>
        {codes.map((code) => (
          <li key={code}>{code}</li>
        ))}
      </ol>
      <div className="row">
        <Button onClick={() => void copy()}>{isCopied ? t.copied : t.copy}</Button>
        <Button onClick={() => saveFile(new Blob([text], { type: 'text/plain' }), FILE)}>{t.download}</Button>
      </div>
      <Button tone="primary" onClick={onKept}>
        {t.kept}
      </Button>
    </>
  );
}
