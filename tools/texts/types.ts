// The TypeScript type of the texts, from the English catalogue: a text without parameters is a string, others are functions.
import { parametersOf, type Catalogue, type ParameterKind } from '@lastmile/messages';

const HEADER = `// Generated from messages/en.json by \`npm run texts -- --write\`.

/** The texts of the app in one language. */
export interface Texts `;

const TYPE_OF: Record<ParameterKind, string> = {
  text: 'string | number',
  number: 'number',
  choice: 'string',
  time: 'number | Date',
};

/** TypeScript source, not formatted. */
export const typesOf = (english: Catalogue): string => `${HEADER}${treeType(english)}\n`;

function treeType(catalogue: Catalogue): string {
  const entries = Object.entries(catalogue).map(([key, value]) => {
    const type = typeof value === 'string' ? messageType(value) : treeType(value);
    return `readonly ${JSON.stringify(key)}: ${type};`;
  });
  return `{\n${entries.join('\n')}\n}`;
}

function messageType(message: string): string {
  const parameters = [...parametersOf(message)];
  if (parameters.length === 0) return 'string';
  const entries = parameters.map(([name, kind]) => `readonly ${name}: ${TYPE_OF[kind]}`);
  return `(params: { ${entries.join('; ')} }) => string`;
}
