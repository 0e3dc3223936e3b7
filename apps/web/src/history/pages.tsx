// A list that loads page by page.
import type { ReactNode } from 'react';
import { useText } from '../text/text';
import { ProblemNotice } from '../ui/problem-notice';
import { Button, Spinner } from '../ui/ui';

interface Props {
  readonly query: {
    readonly isPending: boolean;
    readonly isSuccess: boolean;
    readonly error: Error | null;
    readonly hasNextPage: boolean;
    readonly isFetchingNextPage: boolean;
    refetch(): Promise<unknown>;
    fetchNextPage(): Promise<unknown>;
  };
  readonly isEmpty: boolean;
  readonly empty: ReactNode;
  readonly children: ReactNode;
}

export function Pages({ query, isEmpty, empty, children }: Props) {
  const t = useText('history');
  const { loading } = useText('app');
  return (
    <div className="stack">
      {query.isPending && <Spinner label={loading} />}
      <ProblemNotice error={query.error} onRetry={() => void query.refetch()} />
      {query.isSuccess && isEmpty && empty}
      {!isEmpty && <ul className="list">{children}</ul>}
      {query.hasNextPage && (
        <Button isBusy={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
          {t.more}
        </Button>
      )}
    </div>
  );
}
