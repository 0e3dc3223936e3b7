// Finds examples of texts in Markdown that would not compile: `useText('rider').title`, or `t.title` after such a `useText`.
import { parametersOf } from '@lastmile/messages';

/** How many examples there are, and the keys of those that name no text, or not its parameters. Pure. */
export function wrongExamples(
  markdown: string,
  texts: ReadonlyMap<string, string>,
): { readonly count: number; readonly wrong: readonly string[] } {
  const wrong: string[] = [];
  let area = '';
  let count = 0;
  const uses = markdown.matchAll(/(?:useText\('(\w+)'\)|\bt)(?:\.(\w+)(?:\(\{ ?([\w, ]*?) ?\}\))?)?/g);
  for (const [, named, key, given = ''] of uses) {
    area = named ?? area;
    if (key === undefined || area === '') continue;
    count++;
    const text = texts.get(`${area}.${key}`);
    const wanted = text === undefined ? undefined : [...parametersOf(text).keys()].sort().join();
    if (wanted !== given.split(/,\s*/).sort().join()) wrong.push(`${area}.${key}`);
  }
  return { count, wrong };
}
