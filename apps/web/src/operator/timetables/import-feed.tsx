// Chooses a feed file, uploads it and shows the result.
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useId, useRef, useState, type FormEvent } from 'react';
import { ApiProblem } from '../../api/problem';
import { useText } from '../../text/text';
import { Button, Card, Check, Field } from '../../ui/ui';
import { useFilters } from '../lists/use-filters';
import { ImportProgress } from './import-progress';
import { ImportResult } from './import-result';
import { ImportStatus } from './import-status';
import { importQuery } from './import.query';
import { uploadFeed, type Imported } from './upload';

export function ImportFeed() {
  const t = useText('timetables');
  const fileId = useId();
  const queries = useQueryClient();
  const [file, setFile] = useState<File>();
  const [feedId, setFeedId] = useState('');
  const [replayLastWeek, setReplay] = useState(false);
  const [sent, setSent] = useState(0);
  const { values, set } = useFilters('import');
  const stop = useRef<AbortController>(undefined);
  const upload = useMutation<Imported, Error, File>({
    networkMode: 'always',
    mutationFn: (chosen) => {
      stop.current = new AbortController();
      setSent(0);
      const importId = crypto.randomUUID();
      set('import', importId);
      return uploadFeed({
        file: chosen,
        feedId: feedId.trim(),
        replayLastWeek,
        importId,
        onProgress: setSent,
        signal: stop.current.signal,
      });
    },
    // Stations, lines and trains may all have changed.
    onSuccess: () => queries.invalidateQueries(),
  });
  const noted = useQuery({ ...importQuery(values.import), enabled: upload.isPending && sent === 1 });
  // The whole file was sent, but the response was lost: the platform knows the result.
  const isCutOff = sent === 1 && upload.error instanceof ApiProblem && upload.error.status === 0;
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
        {upload.isPending && <ImportProgress sent={sent} noted={noted.data} />}
      </form>
      {(upload.isIdle || isCutOff) && values.import && <ImportStatus importId={values.import} />}
      <ImportResult imported={upload.data} error={upload.error ?? undefined} />
    </Card>
  );
}
