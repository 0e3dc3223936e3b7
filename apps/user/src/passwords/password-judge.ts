// Whether a password is hard enough to guess, by zxcvbn: it estimates the guesses needed by somebody who knows words,
// names, patterns and common passwords. Score 3 of 4, about 10^8 guesses, is far more than enough for an account that
// allows some thousand guesses a day. Loaded before the service listens, so that no request waits for it: the word
// lists take 30 MB and, with the first check, 0.4 s of processor time, during which nothing else runs. Later checks
// take 6 to 55 ms.
import { Injectable, type OnModuleInit } from '@nestjs/common';
import { DomainError } from '@lastmile/errors';
import type { ZxcvbnFactory } from '@zxcvbn-ts/core';

export const LEAST_SCORE = 3;

@Injectable()
export class PasswordJudge implements OnModuleInit {
  private zxcvbn?: ZxcvbnFactory;

  async onModuleInit(): Promise<void> {
    this.zxcvbn = await load();
    this.zxcvbn.check('the first judgement costs more than others');
  }

  /**
   * `known` is what others may know about the person. Throws invalid_argument PASSWORD_TOO_WEAK; the metadata contains
   * the field and `warning`, zxcvbn's key of the problem (`simpleRepeat`, `topTen`…), empty when there is none.
   */
  judge(password: string, field: string, known: readonly string[] = []): void {
    const inputs = [
      'lastmile',
      ...known.flatMap((text) => [text.toLowerCase(), ...text.toLowerCase().split(/[^\p{L}\p{N}]+/u)]),
    ];
    const { score, feedback } = this.zxcvbn!.check(
      password,
      inputs.filter((text) => text.length > 2),
    );
    if (score >= LEAST_SCORE) return;
    const warning = feedback.warning ?? '';
    const why = EXPLANATIONS[warning] ?? 'it is too easy to guess';
    throw new DomainError('invalid_argument', 'PASSWORD_TOO_WEAK', `${field}: ${why}; add more words`, {
      field,
      warning,
    });
  }
}

const EXPLANATIONS: Readonly<Record<string, string>> = {
  straightRow: 'rows of keys are easy to guess',
  keyPattern: 'patterns on the keyboard are easy to guess',
  simpleRepeat: 'repeated characters are easy to guess',
  extendedRepeat: 'repeated groups of characters are easy to guess',
  sequences: 'sequences such as abc are easy to guess',
  recentYears: 'years are easy to guess',
  dates: 'dates are easy to guess',
  topTen: 'very many people have this password',
  topHundred: 'very many people have this password',
  common: 'many people have this password',
  similarToCommon: 'many people have a password like this',
  wordByItself: 'a single word is easy to guess',
  namesByThemselves: 'names are easy to guess',
  commonNames: 'names are easy to guess',
  userInputs: 'what others know of you is easy to guess',
};

async function load(): Promise<ZxcvbnFactory> {
  const [{ ZxcvbnFactory: Factory }, common, english] = await Promise.all([
    import('@zxcvbn-ts/core'),
    import('@zxcvbn-ts/language-common'),
    import('@zxcvbn-ts/language-en'),
  ]);
  const translations = {
    ...english.translations,
    // The key instead of a sentence: the web app has it in four languages.
    warnings: Object.fromEntries(Object.keys(english.translations.warnings).map((key) => [key, key])),
  } as typeof english.translations;
  return new Factory({
    dictionary: { ...common.dictionary, ...english.dictionary },
    graphs: common.adjacencyGraphs,
    translations,
  });
}
