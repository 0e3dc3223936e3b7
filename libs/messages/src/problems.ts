// Finds errors in a language's catalogue by comparing it with the English one.
import { messagesOf, type Catalogue } from './catalogue-files.js';
import { parametersOf, type Parameters } from './parameters.js';

/** One line per problem. English is compared with itself, which finds its own problems. */
export function problemsOf(own: Catalogue, english: Catalogue): string[] {
  const messages = messagesOf(own);
  const wanted = messagesOf(english);
  const missing = [...wanted.keys()].filter((key) => !messages.has(key)).map((key) => `${key}: is missing`);
  const wrong = [...messages].flatMap(([key, message]) => {
    const reference = wanted.get(key);
    return reference === undefined ? [`${key}: English has no such text`] : messageProblems(key, message, reference);
  });
  return [...missing, ...wrong];
}

function messageProblems(key: string, message: string, english: string): string[] {
  if (message.trim() === '' && english.trim() !== '') return [`${key}: is empty`];
  try {
    const [own, wanted] = [namesOf(parametersOf(message)), namesOf(parametersOf(english))];
    return own === wanted ? [] : [`${key}: has the parameters ${own || 'none'}, and in English ${wanted || 'none'}`];
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return [`${key}: is not a message that can be shown: ${error.message}`];
  }
}

const namesOf = (parameters: Parameters): string => [...parameters.keys()].sort().join(', ');
