// Picks a feed, sends it and tells what became of it.
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useId, useRef, useState, type FormEvent } from 'react';
import { currentLanguage, useText } from '../../text/text';
import { Button, Card, Check, Field } from '../../ui/ui';
import { ImportResult } from './import-result';
import { timetablesText } from './timetables.text';
import { uploadFeed, type Imported } from './upload';

export function ImportFeed() {
  const t = useText(timetablesText);
  const fileId = useId();
  const queries = useQueryClient();
  const [file, setFile] = useState<File>();
  const [feedId, setFeedId] = useState('');
  const [replayLastWeek, setReplay] = useState(false);
  const [share, setShare] = useState(0);
  const stop = useRef<AbortController>(undefined);
  const upload = useMutation<Imported, Error, File>({
    networkMode: 'always',
    mutationFn: (chosen) => {
      stop.current = new AbortController();
      setShare(0);
      return uploadFeed({
        ...{ file: chosen, feedId: feedId.trim(), replayLastWeek },
        ...{ onProgress: setShare, signal: stop.current.signal },
      });
    },
    // Stations, lines and trains may all be others now.
    onSuccess: () => queries.invalidateQueries(),
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (file) upload.mutate(file);
  };
  return (
    <Card label={t.importTitle}>
      <h2>{t.importTitle}</h2>
      <p className="muted">{t.importHint}</p>
      <form className="stack" onSubmit={submit}>
        <div className="field">
          <label htmlFor={fileId}>{t.file}</label>
          <input
            id={fileId}
            type="file"
            accept=".zip,application/zip"
            onChange={(event) => setFile(event.target.files?.[0])}
          />
        </div>
        <Field
          label={t.feedId}
          hint={t.feedIdHint}
          maxLength={60}
          value={feedId}
          onChange={(event) => setFeedId(event.target.value)}
        />
        <Check label={t.replay} checked={replayLastWeek} onChange={(event) => setReplay(event.target.checked)} />
        <div className="row">
          <Button type="submit" tone="primary" isBusy={upload.isPending} disabled={!file}>
            {t.start}
          </Button>
          {upload.isPending && <Button onClick={() => stop.current?.abort()}>{t.stop}</Button>}
        </div>
        {upload.isPending && <Progress share={share} />}
      </form>
      <ImportResult imported={upload.data} error={upload.error ?? undefined} />
    </Card>
  );
}

/** How much is sent; then the platform reads, and nobody knows for how long. */
function Progress({ share }: { share: number }) {
  const t = useText(timetablesText);
  const percent = new Intl.NumberFormat(currentLanguage(), { style: 'percent' }).format(share);
  const words = share < 1 ? t.uploading(percent) : t.reading;
  return (
    <div className="stack stack-tight">
      <progress className="op-progress" aria-label={words} max={1} {...(share < 1 && { value: share })} />
      <p className="small" role="status">
        {words}
      </p>
    </div>
  );
}
