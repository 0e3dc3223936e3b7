// Positions that a driver's browser keeps until it has a network, and what the platform answers to them.
import type { Page } from 'playwright-core';

export interface PositionAnswer {
  readonly acceptedCount: number;
  readonly rejected: readonly { readonly reason?: string }[];
}

/** Evaluated in the page: the times of all that waits, as the app's point-store.ts keeps it. */
const KEPT = `Object.keys(localStorage)
  .filter((key) => key.startsWith('lastmile.fixes.'))
  .flatMap((key) => JSON.parse(localStorage.getItem(key)).map(({ time }) => time))`;

/** The times of the positions that wait in this browser. */
export const keptTimes = (page: Page): Promise<string[]> => page.evaluate<string[]>(KEPT);

/** Every answer from now on: over the socket, and by REST while that is closed. */
export function positionAnswers(page: Page): readonly PositionAnswer[] {
  const answers: PositionAnswer[] = [];
  page.on('websocket', (socket) =>
    socket.on('framereceived', ({ payload }) => {
      // Socket.IO's acknowledgement: 43, a number, the arguments.
      const [, ack] = /^43\d+(\[.*"acceptedCount".*\])$/.exec(String(payload)) ?? [];
      if (ack) answers.push((JSON.parse(ack) as [{ result: PositionAnswer }])[0].result);
    }),
  );
  page.on('response', (response) => {
    if (!response.url().endsWith('/v1/drivers/me/positions') || !response.ok()) return;
    void response.json().then((answer: PositionAnswer) => answers.push(answer));
  });
  return answers;
}
