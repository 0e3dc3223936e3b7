// The parameters of an ICU message, and whether the app can show the message.
import { parse, TYPE, type MessageFormatElement } from '@formatjs/icu-messageformat-parser';

/** `text`: a string or number shown unchanged. */
export type ParameterKind = 'text' | 'number' | 'choice' | 'time';
export type Parameters = ReadonlyMap<string, ParameterKind>;

/**
 * The parameters of a message, by name. Throws SyntaxError for invalid ICU MessageFormat, and for features that the
 * compiler (icu-minify) does not support: tags (text with mark-up), and a plural's `offset`, which it would ignore.
 */
export function parametersOf(message: string): Parameters {
  const found = new Map<string, ParameterKind>();
  const add = (name: string, kind: ParameterKind) => {
    const known = found.get(name);
    if (known && known !== kind && known !== 'text' && kind !== 'text')
      throw new SyntaxError(`${name} is ${known} and ${kind}`);
    if (!known || known === 'text') found.set(name, kind);
  };
  const visit = (elements: readonly MessageFormatElement[]): void => {
    for (const element of elements) {
      switch (element.type) {
        case TYPE.literal:
        case TYPE.pound:
          break;
        case TYPE.argument:
          add(element.value, 'text');
          break;
        case TYPE.number:
          add(element.value, 'number');
          break;
        case TYPE.date:
        case TYPE.time:
          add(element.value, 'time');
          break;
        case TYPE.select:
          add(element.value, 'choice');
          for (const { value } of Object.values(element.options)) visit(value);
          break;
        case TYPE.plural:
          if (element.offset !== 0) throw new SyntaxError('offset is not supported');
          add(element.value, 'number');
          for (const { value } of Object.values(element.options)) visit(value);
          break;
        case TYPE.tag:
          throw new SyntaxError(`tags such as <${element.value}> are not supported`);
      }
    }
  };
  visit(parse(message));
  return found;
}
