// A tap that changes something: one at a time, with one idempotency key until it is known to be done or refused.
import { useMutation, useQueryClient, type QueryKey } from '@tanstack/react-query';
import { useRef } from 'react';
import { ApiProblem } from '../api/problem';

export interface Command<Input, Answer> {
  /** @param key of this tap; the same for its retries */
  run(input: Input, key: string): Promise<Answer>;
  /** What is out of date afterwards, whatever happened. */
  readonly touches?: readonly QueryKey[];
  onDone?(answer: Answer): void;
}

/** While the network is away the same tap can be repeated: nothing happens twice. */
export function useCommand<Input, Answer>({ run, touches = [], onDone }: Command<Input, Answer>) {
  const queries = useQueryClient();
  const key = useRef<{ input: string; key: string }>(undefined);
  return useMutation<Answer, ApiProblem, Input>({
    networkMode: 'always',
    mutationFn: (input) => {
      // In brackets, since a command without input has a text too.
      const text = JSON.stringify([input]);
      if (key.current?.input !== text) key.current = { input: text, key: crypto.randomUUID() };
      return run(input, key.current.key);
    },
    onSuccess: (answer) => {
      key.current = undefined;
      onDone?.(answer);
    },
    onError: (error) => {
      // Refused: another tap is another command. Unknown: it stays the same one.
      if (!error.isPassing) key.current = undefined;
    },
    onSettled: () => Promise.all(touches.map((queryKey) => queries.invalidateQueries({ queryKey }))),
  });
}
