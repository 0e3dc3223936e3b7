// A catalogue compiled by the build, as texts to show: a string for a message without parameters, else a function of
// them.
import format, { type CompiledMessage, type FormatOptions, type FormatValues } from 'icu-minify/format';
import type { Texts } from './messages.types';

/**
 * A message without parameters is compiled to a string, one with parameters to a list, so both can be distinguished
 * from a subtree.
 */
export interface CompiledCatalogue {
  readonly [key: string]: CompiledMessage | CompiledCatalogue;
}

/** `language` selects plural forms and digits. */
export function textsOf(language: string, compiled: CompiledCatalogue): Texts {
  const options = { formatters: formattersOf() };
  const textOf = (node: CompiledMessage | CompiledCatalogue): unknown => {
    if (typeof node === 'string') return node;
    if (Array.isArray(node)) return (params: FormatValues) => format(node, language, params, options);
    return Object.fromEntries(Object.entries(node).map(([key, child]) => [key, textOf(child)]));
  };
  return textOf(compiled) as Texts;
}

/** Creating a formatter costs more than using it, so formatters are cached. */
function formattersOf(): FormatOptions['formatters'] {
  return {
    getDateTimeFormat: remembered((...args) => new Intl.DateTimeFormat(...args)),
    getNumberFormat: remembered((...args) => new Intl.NumberFormat(...args)),
    getPluralRules: remembered((...args) => new Intl.PluralRules(...args)),
  };
}

function remembered<A extends unknown[], T>(make: (...args: A) => T): (...args: A) => T {
  const made = new Map<string, T>();
  return (...args) => {
    const key = JSON.stringify(args);
    const value = made.get(key) ?? make(...args);
    made.set(key, value);
    return value;
  };
}
