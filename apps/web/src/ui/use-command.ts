// A command caused by a tap: one at a time, with one idempotency key until it has succeeded or was refused.
import { useMutation, useQueryClient, type QueryKey } from '@tanstack/react-query';
import { useRef } from 'react';
import { ApiProblem } from '../api/problem';

export interface Command<Input, Answer> {
  /** @param key of this tap; the same for its retries */
  run(input: Input, key: string): Promise<Answer>;
  /** Queries to invalidate afterwards, whatever the result. */
  readonly touches?: readonly QueryKey[];
  onDone?(answer: Answer): void;
}

/** After a network failure the same tap can be repeated: the command is carried out only once. */
export function useCommand<Input, Answer>({ run, touches = [], onDone }: Command<Input, Answer>) {
  const queries = useQueryClient();
  const key = useRef<{ input: string; key: string }>(undefined);
  return useMutation<Answer, ApiProblem, Input>({
    networkMode: 'always',
    mutationFn: (input) => {
      // In an array, because JSON.stringify(undefined) is not a string.
      const text = JSON.stringify([input]);
      if (key.current?.input !== text) key.current = { input: text, key: crypto.randomUUID() };
      return run(input, key.current.key);
    },
    onSuccess: (answer) => {
      key.current = undefined;
      onDone?.(answer);
    },
    onError: (error) => {
      // After a refusal, the next tap is a new command. If the result is unknown, it is the same one.
      if (!error.isPassing) key.current = undefined;
    },
    onSettled: () => Promise.all(touches.map((queryKey) => queries.invalidateQueries({ queryKey }))),
  });
}
