import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SMALL_FEED, sourceOf } from '../../../test/small-feed.js';
import { type ZipMember, zipOf } from '../../../test/zip-file.js';
import { contentHash, openChecked, openFeedSource } from './feed-source.js';
import { openZip } from './zip-source.js';

const MEMBERS: ZipMember[] = Object.entries(SMALL_FEED).map(([name, data]) => ({ name, data }));
let directory: string;
beforeAll(async () => void (directory = await mkdtemp(join(tmpdir(), 'feed-'))));
afterAll(() => rm(directory, { recursive: true }));

async function written(bytes: Buffer | string): Promise<string> {
  const path = join(directory, 'feed.zip');
  await writeFile(path, bytes);
  return path;
}

it('reads the same from a zip, from a zip of one folder, and from a directory', async () => {
  const expected = await contentHash(sourceOf(SMALL_FEED));
  const folder = join(directory, 'extracted');
  await mkdir(folder);
  for (const { name, data } of MEMBERS) await writeFile(join(folder, name), data);
  const nested = MEMBERS.map((member) => ({ ...member, name: `gtfs/${member.name}` }));
  const paths = [() => written(zipOf(MEMBERS)), () => written(zipOf(nested)), () => Promise.resolve(folder)];
  for (const path of paths) {
    const source = await openFeedSource(await path());
    expect(await contentHash(source)).toBe(expected);
    source.close();
  }
});

describe('refuses', () => {
  it.each<[string, () => Buffer | string, string]>([
    ['what is not a zip', () => 'stop_id,stop_name\n1,One\n', 'feed.zip: is not a zip archive'],
    ['an empty file', () => '', 'feed.zip: is not a zip archive'],
    ['a cut-off zip', () => zipOf(MEMBERS).subarray(0, 500), 'feed.zip: is not a zip archive'],
    [
      'a damaged directory',
      () => Buffer.from(zipOf(MEMBERS).toString('latin1').replaceAll('PK\x01\x02', 'PK\x09\x09'), 'latin1'),
      'feed.zip: is not a sound zip archive: its directory is damaged',
    ],
    ['an encrypted zip', () => zipOf([{ name: 'stops.txt', data: 'x', flags: 1 }]), 'feed.zip: stops.txt is encrypted'],
    [
      'an exotic compression',
      () => zipOf([{ name: 'stops.txt', data: 'x', method: 12 }]),
      'feed.zip: stops.txt uses compression method 12; deflate is accepted',
    ],
    ['a file that is there twice', () => zipOf([...MEMBERS, MEMBERS[0]!]), 'feed.zip: holds agency.txt twice'],
    [
      'a bomb',
      () => zipOf([{ name: 'stop_times.txt', data: Buffer.alloc(20 * 1024 ** 2) }]),
      'feed.zip: stop_times.txt unpacks to more than 200 times its size',
    ],
    [
      'an archive of very many files',
      () => zipOf(Array.from({ length: 1001 }, (_, i) => ({ name: `${i}.txt`, data: '' }))),
      'feed.zip: holds 1001 files; at most 1000 are accepted',
    ],
  ])('%s', async (_name, bytes, message) => {
    await expect(openFeedSource(await written(bytes()))).rejects.toMatchObject({ reason: 'FEED_INVALID', message });
  });

  it('an archive that unpacks to too much in total', async () => {
    const limits = { entries: 10, ratio: 1e9, uncompressedBytes: 1500 };
    const halves = ['a', 'b'].map((name) => ({ name, data: Buffer.alloc(1000) }));
    await expect(openZip(await written(zipOf(halves)), limits)).rejects.toThrow('unpacks to more than 1500 bytes');
  });

  it('a member larger than its header says, while it is being read', async () => {
    const liar = zipOf([{ name: 'stops.txt', data: Buffer.alloc(5_000_000), declaredSize: 1000 }]);
    const source = await openZip(await written(liar));
    const read = async () => {
      for await (const chunk of await openChecked(source, 'stops.txt')) expect(chunk).toBeDefined();
    };
    await expect(read()).rejects.toThrow(/^stops.txt: is damaged: too many bytes in the stream/);
    source.close();
  });

  it('a path that is not there', async () => {
    await expect(openFeedSource('no-such-feed.zip')).rejects.toThrow('no-such-feed.zip: cannot be read');
  });
});
