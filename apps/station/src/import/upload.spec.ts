import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Upload } from './upload.js';

let parent: string;
let upload: Upload;
beforeEach(async () => {
  parent = await mkdtemp(join(tmpdir(), 'uploads-'));
  upload = await Upload.create(parent, 100);
});
afterEach(async () => {
  await upload.remove();
  expect(await readdir(parent)).toEqual([]);
  await rm(parent, { recursive: true });
});

const bytes = (text: string) => Buffer.from(text);

it('joins the pieces of a file, and keeps the areas apart from the feed', async () => {
  await upload.write('stops.txt', bytes('stop_'));
  await upload.write('stops.txt', bytes('id'));
  await upload.write('areas.csv', bytes('station_id'));
  const { feedPath, areasPath } = await upload.finish();
  expect(await readFile(join(feedPath!, 'stops.txt'), 'utf8')).toBe('stop_id');
  expect(await readFile(areasPath!, 'utf8')).toBe('station_id');
  expect(await readdir(feedPath!)).toEqual(['areas', 'stops.txt']);
});

it('tells a zip, a directory and mere areas apart', async () => {
  await upload.write('areas.csv', bytes('x'));
  expect((await upload.finish()).feedPath).toBeUndefined();
  await upload.write('feed.zip', bytes('x'));
  expect((await upload.finish()).feedPath).toMatch(/feed\.zip$/);
});

it('refuses more bytes than the limit, over all files, and has not written them', async () => {
  await upload.write('a.txt', Buffer.alloc(60));
  await upload.write('b.txt', Buffer.alloc(40));
  await expect(upload.write('b.txt', Buffer.alloc(1))).rejects.toMatchObject({
    kind: 'resource_exhausted',
    reason: 'FEED_TOO_LARGE',
    metadata: { limit_bytes: '100' },
  });
  const { feedPath } = await upload.finish();
  expect(await readFile(join(feedPath!, 'b.txt'))).toHaveLength(40);
});

it.each(['../a.txt', '/etc/passwd', '.hidden', 'a/b.txt', '', 'a\0.txt', 'a'.repeat(101)])(
  'refuses the file name %j',
  async (name) => {
    await expect(upload.write(name, bytes('x'))).rejects.toMatchObject({ metadata: { field: 'chunk.fileName' } });
  },
);

it('says that it may be tried again when the disk is full', async () => {
  const full = Object.assign(new Error('no space left on device'), { code: 'ENOSPC' });
  await upload.write('a.txt', bytes('x'));
  const file = (upload as unknown as { file: { write(): Promise<never> } }).file;
  file.write = () => Promise.reject(full);
  await expect(upload.write('a.txt', bytes('y'))).rejects.toMatchObject({ kind: 'unavailable', reason: 'DISK_FULL' });
});
