// A message to everybody or to chosen people: written, reviewed, then sent.
import { useId, useState, type FormEvent } from 'react';
import { useText } from '../../text/text';
import { Button, Card, Choices, Field } from '../../ui/ui';
import { BroadcastProgress } from './broadcast-progress';
import { idsOf, MOST_RECIPIENTS } from './recipients.core';
import { ReviewBroadcast, type Message } from './review-broadcast';

type Audience = 'everybody' | 'chosen';

export function Broadcast() {
  const t = useText('messages');
  const words = useText('operator');
  const textId = useId();
  const [audience, setAudience] = useState<Audience>('everybody');
  const [ids, setIds] = useState('');
  const [title, setTitle] = useState('');
  const [text, setText] = useState('');
  const [hasTried, setTried] = useState(false);
  const [review, setReview] = useState<Message>();
  const [sentId, setSentId] = useState<string>();

  const userIds = audience === 'chosen' ? idsOf(ids) : [];
  const titleError = title.trim() ? undefined : t.titleMissing;
  const tooFew = userIds.length === 0 ? t.idsMissing : undefined;
  const tooMany = userIds.length > MOST_RECIPIENTS ? t.tooMany : undefined;
  const idsError = audience === 'chosen' ? (tooFew ?? tooMany) : undefined;

  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (!titleError && !idsError) setReview({ userIds, title: title.trim(), body: text.trim() });
  };
  const done = (broadcastId: string) => {
    setReview(undefined);
    setSentId(broadcastId);
    setTried(false);
    setTitle('');
    setText('');
  };
  return (
    <div className="stack op-form">
      <h1>{words.broadcast}</h1>
      {sentId && <BroadcastProgress broadcastId={sentId} />}
      <Card>
        <form className="stack" onSubmit={submit} noValidate>
          <Choices<Audience>
            legend={t.toWhom}
            value={audience}
            onChange={setAudience}
            options={[
              { value: 'everybody', label: t.everybody },
              { value: 'chosen', label: t.chosen },
            ]}
          />
          {audience === 'chosen' && (
            <Lines
              label={t.userIds}
              hint={t.userIdsHint}
              error={hasTried ? idsError : undefined}
              ids={ids}
              setIds={setIds}
            />
          )}
          <Field
            label={t.title}
            maxLength={120}
            value={title}
            error={hasTried ? titleError : undefined}
            onChange={(event) => setTitle(event.target.value)}
          />
          <div className="field">
            <label htmlFor={textId}>{t.text}</label>
            <textarea
              id={textId}
              rows={5}
              maxLength={1_000}
              value={text}
              onChange={(event) => setText(event.target.value)}
            />
          </div>
          <Button type="submit" tone="primary">
            {t.review}
          </Button>
        </form>
      </Card>
      {review && <ReviewBroadcast message={review} onClose={() => setReview(undefined)} onSent={done} />}
    </div>
  );
}

interface LinesProps {
  readonly label: string;
  readonly hint: string;
  readonly error: string | undefined;
  readonly ids: string;
  setIds(ids: string): void;
}

function Lines({ label, hint, error, ids, setIds }: LinesProps) {
  const id = useId();
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      <textarea
        id={id}
        rows={4}
        value={ids}
        aria-invalid={Boolean(error)}
        aria-describedby={`${id}-about`}
        onChange={(event) => setIds(event.target.value)}
      />
      <span id={`${id}-about`} className={error ? 'field-error' : 'small muted'}>
        {error ?? hint}
      </span>
    </div>
  );
}
