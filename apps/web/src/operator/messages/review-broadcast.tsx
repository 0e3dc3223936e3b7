// Shows the message and its recipients before it is sent.
import { answerOf, api, keyed } from '../../api/client';
import { useText } from '../../text/text';
import { ProblemNotice } from '../../ui/problem-notice';
import { Button, Dialog } from '../../ui/ui';
import { useCommand } from '../../ui/use-command';

export interface Message {
  /** Empty: everybody. */
  readonly userIds: string[];
  readonly title: string;
  readonly body: string;
}

interface Props {
  readonly message: Message;
  onClose(): void;
  /** The broadcast was accepted, and is being sent. */
  onSent(broadcastId: string): void;
}

export function ReviewBroadcast({ message, onClose, onSent }: Props) {
  const t = useText('messages');
  const { cancel } = useText('app');
  const { userIds, title, body } = message;
  const send = useCommand({
    run: (toSend: Message, key) => answerOf(api.POST('/v1/broadcasts', { params: { ...keyed(key) }, body: toSend })),
    onDone: ({ broadcastId }) => onSent(broadcastId),
  });
  return (
    <Dialog title={t.reviewTitle} onClose={onClose}>
      <blockquote className="op-quote stack stack-tight">
        <strong>{title}</strong>
        {body && <p>{body}</p>}
      </blockquote>
      <p>{userIds.length === 0 ? t.toEverybody : t.toChosen({ count: userIds.length })}</p>
      {userIds.length > 0 && <p className="small muted op-ids">{userIds.join(', ')}</p>}
      <ProblemNotice error={send.error} />
      <div className="row">
        <Button tone="primary" isBusy={send.isPending} onClick={() => send.mutate(message)}>
          {t.sendNow}
        </Button>
        <Button onClick={onClose}>{cancel}</Button>
      </div>
    </Dialog>
  );
}
