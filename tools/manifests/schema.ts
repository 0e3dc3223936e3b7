// Strict validation: TypeScript judges each object as a literal of the type that kubernetes-models declares for its kind, which
// finds unknown fields, wrong types and missing ones at any depth; the models' own validators judge the values (quantities,
// enumerations, patterns). There is no API server to ask, and `kubectl --dry-run=client` asks one for its schema.
import ts from 'typescript';
import { nameOf, type K8sObject } from './objects.js';
import { repositoryPath } from './services.js';

const CRDS: Record<string, string> = {
  'cert-manager.io': '@kubernetes-models/cert-manager',
  'monitoring.coreos.com': '@kubernetes-models/prometheus-operator',
};

/** The model module of an object, such as `kubernetes-models/apps/v1/Deployment`. */
function moduleOf({ apiVersion, kind }: K8sObject): string {
  const group = apiVersion.includes('/') ? apiVersion.slice(0, apiVersion.indexOf('/')) : '';
  // The models know the built-in groups without the suffix that they have in some places.
  return `${CRDS[group] ?? 'kubernetes-models'}/${apiVersion}/${kind}`;
}

/** One line per violation. */
export async function schemaViolations(objects: readonly K8sObject[]): Promise<string[]> {
  const [shape, values] = [shapeViolations(objects), await Promise.all(objects.map(valueViolations))];
  return [...shape, ...values.flat()];
}

/** Of the models and TypeScript's own: some hundred files, the same for every call. */
const declarations = new Map<string, ts.SourceFile | undefined>();

/** Unknown fields, wrong types, missing fields: as compile errors of a file for each object. */
function shapeViolations(objects: readonly K8sObject[]): string[] {
  const files = new Map(
    objects.map((object, i) => {
      const literal = JSON.stringify(object, null, 2);
      const source = `import type { I${object.kind} as Kind } from '${moduleOf(object)}';\nexport const object: Kind = ${literal};\n`;
      return [repositoryPath(`tools/manifests/object-${i}.ts`), { object, source }];
    }),
  );
  const options: ts.CompilerOptions = {
    strict: true,
    noEmit: true,
    skipLibCheck: true,
    types: [],
    target: ts.ScriptTarget.ES2022,
    module: ts.ModuleKind.ESNext,
    moduleResolution: ts.ModuleResolutionKind.Bundler,
  };
  const host = ts.createCompilerHost(options);
  const { fileExists, getSourceFile, readFile } = host;
  host.fileExists = (path) => files.has(path) || fileExists(path);
  host.readFile = (path) => files.get(path)?.source ?? readFile(path);
  host.getSourceFile = (path, version, ...rest) => {
    const ours = files.get(path);
    if (ours) return ts.createSourceFile(path, ours.source, version);
    if (!declarations.has(path)) declarations.set(path, getSourceFile(path, version, ...rest));
    return declarations.get(path);
  };
  const program = ts.createProgram([...files.keys()], options, host);
  return [...files].flatMap(([path, { object }]) => {
    const file = program.getSourceFile(path);
    const diagnostics = [...program.getSyntacticDiagnostics(file), ...program.getSemanticDiagnostics(file)];
    return diagnostics.map(({ messageText, start }) => {
      const line = file && start !== undefined ? lineAt(file, start) : '';
      return `${nameOf(object)}: ${lastCause(messageText).replace(/'"(.*?)"'/g, "'$1'")}${line && ` (${line})`}`;
    });
  });
}

/** The innermost of nested messages says what is wrong. */
function lastCause(message: string | ts.DiagnosticMessageChain): string {
  if (typeof message === 'string') return message;
  const next = message.next?.at(-1);
  return next ? lastCause(next) : message.messageText;
}

function lineAt(file: ts.SourceFile, start: number): string {
  const { line } = file.getLineAndCharacterOfPosition(start);
  return file.text.split('\n')[line]!.trim();
}

async function valueViolations(object: K8sObject): Promise<string[]> {
  try {
    const models = (await import(moduleOf(object))) as Record<string, new (data: K8sObject) => { validate(): void }>;
    new models[object.kind]!(object).validate();
    return [];
  } catch (error) {
    return [`${nameOf(object)}: ${(error as Error).message.split('\n').join('; ')}`];
  }
}
