// Finds what Markdown names and the repository does not have: targets of links, headings, paths, file names, npm scripts; and
// paths that jest would take for names of projects.
import { posix } from 'node:path';

/** What exists. Paths are relative to the root of the repository and have no slash at the end. */
export interface Repository {
  readonly files: readonly string[];
  readonly folders: ReadonlySet<string>;
  /** The names in package.json. */
  readonly scripts: ReadonlySet<string>;
  /** The text of a Markdown file, for the headings that links go to. */
  readonly textOf: (file: string) => string;
}

/** Made by commands, so absent from a fresh checkout. */
const MADE_BY_COMMANDS = /^(?:dist|artifacts|node_modules|\.lastmile)(?:\/|$)/;
/** `k8s/overlays/your-city`: a name that the reader makes up. */
const MADE_UP = /(?:^|\/)your-/;

/** A word with one of these endings names a file. */
const FILE_NAME = /^[\w.@*/-]+\.(?:ts|tsx|mts|cts|mjs|cjs|sh|md|sql|proto|yaml|yml)$/;

const PATH = /^[\w.@*-]+(?:\/[\w.@*-]+)*\/?$/;

/** One line for each thing that `file` names and that does not exist. */
export function missingIn(file: string, text: string, repository: Repository): string[] {
  const prose = text.replaceAll(/^```[\s\S]*?^```/gm, '');
  const links = [...prose.matchAll(/\]\(([^)\s]+)\)/g)].map(([, target]) => target!);
  const spans = [...prose.matchAll(/`([^`\n]+)`/g)].map(([, span]) => span!);
  const blocks = [...text.matchAll(/^```\w*\n([\s\S]*?)^```/gm)].map(([, block]) => block!);
  const missing = [
    ...links.filter((target) => !isLinkAlive(file, target, repository)),
    ...spans.flatMap(words).filter((word) => !isWordAlive(file, word, repository)),
    ...blocks.flatMap(words).filter((word) => startsAtRoot(word, repository) && !isWordAlive(file, word, repository)),
    ...[...text.matchAll(/\bnpm run (?:--silent )?([\w:-]+)/g)]
      .map(([, script]) => script!)
      .filter((script) => !repository.scripts.has(script))
      .map((script) => `npm run ${script}`),
    ...[...text.matchAll(/--selectProjects(?: \w+)+ ([\w<>.-]+\/\S+?)(?=[`\s])/g)].map(
      ([, path]) => `${path} is no project's name`,
    ),
  ];
  return [...new Set(missing)].map((name) => `${file}: ${name}`);
}

function isLinkAlive(file: string, target: string, repository: Repository): boolean {
  if (/^[a-z]+:/.test(target)) return true;
  const [path = '', heading] = target.split('#');
  const resolved = path === '' ? file : resolve(folderOf(file), path);
  if (!exists(resolved, repository)) return false;
  return heading === undefined || !resolved.endsWith('.md') || headings(repository.textOf(resolved)).has(heading);
}

/** True for what is no path at all. */
function isWordAlive(file: string, word: string, repository: Repository): boolean {
  if (!PATH.test(word) || MADE_BY_COMMANDS.test(word) || MADE_UP.test(word)) return true;
  const isFile = FILE_NAME.test(word);
  if (startsAtRoot(word, repository)) {
    if (exists(withoutSlash(word), repository)) return true;
    // `test/*.int.ts` of any app.
    if (!isFile || !word.includes('*')) return false;
  } else if (!isFile && !/^[\w.-]+\/$/.test(word)) return true;
  const folder = folderOf(file);
  const places = [word, resolve(folder, word), resolve(folder, `src/${word}`)];
  if (places.some((place) => exists(withoutSlash(place), repository))) return true;
  // A README speaks of its own folder, other documents of any.
  if (!isFile && !file.endsWith('README.md'))
    return [...repository.folders].some((each) => `/${each}/`.endsWith(`/${word}`));
  if (!isFile || (word.includes('/') && !word.includes('*'))) return false;
  const pattern = patternOf(`**/${word}`);
  return repository.files.some((each) => pattern.test(`/${each}`));
}

const startsAtRoot = (word: string, { folders }: Repository): boolean =>
  PATH.test(word) && word.includes('/') && folders.has(word.slice(0, word.indexOf('/')));

function exists(path: string, { files, folders }: Repository): boolean {
  if (path === '' || folders.has(path) || files.includes(path)) return true;
  if (!path.includes('*')) return false;
  const pattern = patternOf(path);
  return files.some((each) => pattern.test(each)) || [...folders].some((each) => pattern.test(each));
}

/** `*` stands for any text within one name, two stars for any folders. */
function patternOf(path: string): RegExp {
  const escaped = path
    .replaceAll(/[.+?^${}()|[\]\\]/g, '\\$&')
    .replaceAll(/\*\*|\*/g, (stars) => (stars === '**' ? '.*' : '[^/]*'));
  return new RegExp(`^${escaped}$`);
}

/** The ends of links to a text's headings, made as GitHub makes them. */
function headings(text: string): Set<string> {
  return new Set(
    [...text.matchAll(/^#+ (.*)$/gm)].map(([, title]) =>
      title!
        .trim()
        .toLowerCase()
        .replaceAll(/[^\p{L}\p{N}_ -]/gu, '')
        .replaceAll(' ', '-'),
    ),
  );
}

/** Without quotes, and the punctuation that ends a sentence; `<name>` stands for any name, as `*` does. */
const words = (text: string): string[] =>
  text
    .replaceAll(/<[a-z][^<>\n]*>/g, '*')
    .split(/[\s'"(),;|]+/)
    .map((word) => word.replace(/[.:]+$/, ''));

const withoutSlash = (path: string): string => path.replace(/\/$/, '');
const folderOf = (file: string): string => posix.dirname(file);

/** Without a slash at the end; a path that leaves the repository keeps its `..` and so does not exist. */
function resolve(folder: string, path: string): string {
  const joined = withoutSlash(posix.join(path.startsWith('/') ? '' : folder, path).replace(/^\//, ''));
  return joined === '.' ? '' : joined;
}
