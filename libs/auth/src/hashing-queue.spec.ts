import { inTurn } from './hashing-queue.js';

it('hashes two at a time, lets a hundred wait, and refuses more with when to come again', async () => {
  const gate = Promise.withResolvers<void>();
  let [atWork, most] = [0, 0];
  const work = async () => {
    most = Math.max(most, ++atWork);
    await gate.promise;
    atWork--;
  };
  const all = Array.from({ length: 150 }, () => inTurn(work));
  const outcomes = Promise.allSettled(all);
  await expect(all[149]).rejects.toMatchObject({
    kind: 'resource_exhausted',
    reason: 'TOO_MANY_SIGN_INS',
    metadata: { retry_after_seconds: '2' },
  });
  gate.resolve();
  const refused = (await outcomes).filter(({ status }) => status === 'rejected');
  expect(refused).toHaveLength(48);
  expect(most).toBe(2);
  // The queue has room again.
  await expect(inTurn(() => Promise.resolve('done'))).resolves.toBe('done');
});

it('passes on what goes wrong with one, and goes on with the next', async () => {
  await expect(inTurn(() => Promise.reject(new Error('bad hash')))).rejects.toThrow('bad hash');
  await expect(inTurn(() => Promise.resolve(1))).resolves.toBe(1);
});
