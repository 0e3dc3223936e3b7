// The examples that documents give of texts in the web app's code: such a text exists, and takes such parameters.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { messagesOf, readCatalogueFiles, REFERENCE } from '@lastmile/messages';
import { wrongExamples } from './examples.js';

const ROOT = join(__dirname, '../..');
const english = messagesOf(readCatalogueFiles(join(ROOT, 'apps/web/src/text/messages')).get(REFERENCE)!);

it.each(['docs/translating.md', 'apps/web/README.md'])('the examples of %s compile', (document) => {
  const { count, wrong } = wrongExamples(readFileSync(join(ROOT, document), 'utf8'), english);
  expect(wrong).toEqual([]);
  expect(count).toBeGreaterThan(0);
});

describe('wrongExamples', () => {
  const texts = new Map(Object.entries({ 'rider.title': 'Your ride', 'rider.coming': '{driver} is coming' }));
  const wrongOf = (markdown: string) => wrongExamples(markdown, texts).wrong;

  it('passes what there is', () => {
    expect(wrongOf("`useText('rider').title`")).toEqual([]);
    expect(wrongOf("`const t = useText('rider')`, then `t.title` or `t.coming({ driver })`")).toEqual([]);
  });

  it.each([
    ["`useText('rider').name`", 'rider.name'],
    ["`const t = useText('rider')`, `t.name`", 'rider.name'],
    ["`const t = useText('rider')`, `t.title({ driver })`", 'rider.title'],
    ["`const t = useText('rider')`, `t.coming`", 'rider.coming'],
    ["`const t = useText('rider')`, `t.coming({ car })`", 'rider.coming'],
  ])('finds %s', (markdown, key) => expect(wrongOf(markdown)).toEqual([key]));
});
