// A list that loads page by page, with its states: loading, refused, empty, nothing found, more.
import type { UseInfiniteQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useText } from '../../text/text';
import { ProblemNotice } from '../../ui/problem-notice';
import { Button, EmptyState, Spinner } from '../../ui/ui';

interface Props {
  readonly query: Pick<
    UseInfiniteQueryResult,
    'isPending' | 'isSuccess' | 'error' | 'refetch' | 'hasNextPage' | 'fetchNextPage' | 'isFetchingNextPage'
  >;
  readonly label: string;
  /** One `li` each. */
  readonly children: readonly ReactNode[];
  /** Set while a filter is active. */
  readonly onClear?: () => void;
}

export function PagedList({ query, label, children, onClear }: Props) {
  const t = useText('operator');
  const { loading, notFound } = useText('app');
  const isEmpty = query.isSuccess && children.length === 0;
  return (
    <>
      {query.isPending && <Spinner label={loading} />}
      <ProblemNotice error={query.error} onRetry={() => void query.refetch()} />
      {isEmpty && (
        <EmptyState title={onClear ? t.noMatch : notFound}>
          {onClear && <Button onClick={onClear}>{t.clear}</Button>}
        </EmptyState>
      )}
      {children.length > 0 && (
        <ul className="list" aria-label={label}>
          {children}
        </ul>
      )}
      {query.hasNextPage && (
        <div>
          <Button isBusy={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
            {t.more}
          </Button>
        </div>
      )}
    </>
  );
}
