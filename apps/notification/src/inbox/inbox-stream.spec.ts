// A stream reads only as fast as its reader, and drops entries it has read when it is restarted.
import { InboxStream } from './inbox-stream.js';
import type { Cursor, Notification } from '../notification.types.js';

const LAST = 1_000;
const entry = (userId: string, sequence: number): Notification => ({
  userId,
  sequence,
  kind: 'test',
  title: '',
  body: '',
  data: {},
  createTime: new Date(0),
});

/** Inboxes with a thousand entries, and a reader that takes one entry per `take()`. */
function setUp() {
  const reads: Cursor[][] = [];
  const written: string[] = [];
  let room = Promise.withResolvers<void>();
  let arrived = Promise.withResolvers<void>();
  let followers = 0;
  const stream = new InboxStream({
    read: async (cursors, limit) => {
      reads.push([...cursors]);
      return cursors.flatMap(({ userId, afterSequence }) =>
        Array.from({ length: Math.min(limit, LAST - afterSequence) }, (_, i) => entry(userId, afterSequence + 1 + i)),
      );
    },
    write: async ({ userId, sequence }) => {
      written.push(`${userId}${sequence}`);
      arrived.resolve();
      await room.promise;
      room = Promise.withResolvers<void>();
    },
    follow: () => {
      followers += 1;
      return () => void (followers -= 1);
    },
  });
  const take = async () => {
    arrived = Promise.withResolvers<void>();
    room.resolve();
    await arrived.promise;
  };
  return {
    stream,
    reads,
    written,
    take,
    first: () => arrived.promise,
    free: () => room.resolve(),
    followers: () => followers,
  };
}

it('holds one batch for a reader that does not read, however often it is woken', async () => {
  const { stream, reads, written, first, free } = setUp();
  stream.add({ userId: 'a', afterSequence: 0 });
  const running = stream.run();
  await first();
  for (let sequence = 1; sequence <= LAST; sequence += 1) stream.wake('a', sequence);
  stream.wakeAll();
  expect(written).toEqual(['a1']);
  expect(reads).toHaveLength(1);
  stream.close();
  free();
  await running;
});

it('reads the next batch only after the last entry of this one was taken', async () => {
  const { stream, reads, written, take, first, free } = setUp();
  stream.add({ userId: 'a', afterSequence: 900 });
  const running = stream.run();
  await first();
  for (let i = 0; i < 50; i += 1) await take();
  expect(reads).toEqual([[{ userId: 'a', afterSequence: 900 }], [{ userId: 'a', afterSequence: 950 }]]);
  expect(written).toEqual(Array.from({ length: 51 }, (_, i) => `a${901 + i}`));
  stream.close();
  free();
  await running;
});

it('drops what it was reading when a user starts again or is removed', async () => {
  const { stream, written, take, first, free } = setUp();
  stream.add({ userId: 'a', afterSequence: 0 });
  stream.add({ userId: 'b', afterSequence: 0 });
  const running = stream.run();
  await first();
  stream.add({ userId: 'a', afterSequence: 500 });
  stream.remove('b');
  await take();
  expect(written).toEqual(['a1', 'a501']);
  stream.close();
  free();
  await running;
});

it('is followed from run to close, also when reading fails', async () => {
  const { stream, followers, first, free } = setUp();
  stream.add({ userId: 'a', afterSequence: 0 });
  const running = stream.run();
  await first();
  expect(followers()).toBe(1);
  stream.close();
  free();
  await running;
  expect(followers()).toBe(0);

  let followed = 0;
  const failing = new InboxStream({
    read: async () => Promise.reject(new Error('away')),
    write: async () => undefined,
    follow: () => ((followed += 1), () => void (followed -= 1)),
  });
  failing.add({ userId: 'a', afterSequence: 0 });
  await expect(failing.run()).rejects.toThrow('away');
  expect(followed).toBe(0);
});
