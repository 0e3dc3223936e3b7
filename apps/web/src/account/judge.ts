// zxcvbn with the word lists of the server (apps/user/src/passwords/password-judge.ts). Large, so it is only loaded
// when needed.
import { ZxcvbnFactory } from '@zxcvbn-ts/core';
import { adjacencyGraphs, dictionary as common } from '@zxcvbn-ts/language-common';
import { dictionary as english, translations } from '@zxcvbn-ts/language-en';

const zxcvbn = new ZxcvbnFactory({
  dictionary: { ...common, ...english },
  graphs: adjacencyGraphs,
  translations: {
    ...translations,
    // Keys instead of sentences: our own texts are in four languages.
    warnings: Object.fromEntries(
      Object.keys(translations.warnings).map((key) => [key, key]),
    ) as unknown as typeof translations.warnings,
  },
});

export function judge(password: string, known: readonly string[]): { score: number; warning: string } {
  const words = known.flatMap((text) => [text.toLowerCase(), ...text.toLowerCase().split(/[^\p{L}\p{N}]+/u)]);
  const { score, feedback } = zxcvbn.check(password, ['lastmile', ...words.filter((text) => text.length > 2)]);
  return { score, warning: feedback.warning ?? '' };
}
