// The progress of a broadcast, polled until everybody has it.
import { queryOptions, useQuery } from '@tanstack/react-query';
import { answerOf, api } from '../../api/client';
import { useText } from '../../text/text';
import { ProblemNotice } from '../../ui/problem-notice';
import { Notice } from '../../ui/ui';

const AGAIN_MS = 1_000;

const broadcastQuery = (broadcastId: string) =>
  queryOptions({
    queryKey: ['broadcasts', broadcastId],
    queryFn: () => answerOf(api.GET('/v1/broadcasts/{broadcastId}', { params: { path: { broadcastId } } })),
    refetchInterval: ({ state }) => (state.data?.writtenTime ? false : AGAIN_MS),
  });

export function BroadcastProgress({ broadcastId }: { readonly broadcastId: string }) {
  const t = useText('messages');
  const { data, error } = useQuery(broadcastQuery(broadcastId));
  if (error) return <ProblemNotice error={error} />;
  const { recipientCount = 0, writtenTime } = data ?? {};
  return <Notice>{writtenTime ? t.sent({ count: recipientCount }) : t.sending({ count: recipientCount })}</Notice>;
}
