// How strong a new password is, and why: judged here like on the server. The word lists are loaded when typing begins.
import { useEffect, useState } from 'react';
import { useText, type Texts } from '../text/text';

interface Judgement {
  readonly score: number;
  readonly warning: string;
}

const WHY: Readonly<Record<string, keyof Texts['session']['why']>> = {
  straightRow: 'keys',
  keyPattern: 'keys',
  simpleRepeat: 'repeat',
  extendedRepeat: 'repeat',
  sequences: 'sequence',
  recentYears: 'sequence',
  dates: 'sequence',
  topTen: 'common',
  topHundred: 'common',
  common: 'common',
  similarToCommon: 'common',
  pwned: 'common',
  wordByItself: 'word',
  namesByThemselves: 'word',
  commonNames: 'word',
  userInputs: 'known',
};

/** As text, so that colours are not needed; screen readers announce changes. */
export function Strength({ password, known }: { password: string; known: readonly string[] }) {
  const t = useText('session');
  const [judgement, setJudgement] = useState<Judgement>();
  const inputs = known.join('\n');
  useEffect(() => {
    if (password === '') return undefined;
    let isCurrent = true;
    // Without the lists, for example offline, only the server checks the password.
    import('./judge')
      .then(({ judge }) => judge(password, inputs.split('\n')))
      .then((result) => isCurrent && setJudgement(result))
      .catch(() => undefined);
    return () => {
      isCurrent = false;
    };
  }, [password, inputs]);
  if (password === '' || !judgement) return null;
  const why = WHY[judgement.warning];
  return (
    <p role="status" className="muted">
      <meter min={0} max={4} low={2} high={3} optimum={4} value={judgement.score} aria-label={t.strength} />{' '}
      {judgement.score >= 3 ? t.strong : judgement.score === 2 ? t.fair : t.weak}
      {judgement.score < 3 && why && `. ${t.why[why]}`}
    </p>
  );
}
