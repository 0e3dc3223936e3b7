// The language of the app; a signed-in person's messages come in it too.
import { answerOf, api, keyed } from '../api/client';
import { currentSession, keepSession, useSession } from '../session/session';
import { chooseLanguage, LANGUAGES, useLanguage, useText, type Language } from '../text/text';
import { useCommand } from '../ui/use-command';
import { accountText } from './account.text';

export function LanguageChoice() {
  const t = useText(accountText);
  const language = useLanguage();
  const isSignedIn = Boolean(useSession());
  const keep = useCommand({
    run: (wanted: Language, key) =>
      answerOf(api.PATCH('/v1/users/me', { params: keyed(key), body: { language: wanted } })),
    onDone: (user) => {
      const signed = currentSession();
      if (signed) keepSession({ ...signed, user });
    },
  });
  const choose = (wanted: Language) => {
    chooseLanguage(wanted);
    if (isSignedIn) keep.mutate(wanted);
  };
  return (
    <div className="field">
      <label htmlFor="language">{t.language}</label>
      <select id="language" value={language} onChange={(event) => choose(event.target.value as Language)}>
        {Object.entries(LANGUAGES).map(([code, name]) => (
          <option key={code} value={code} lang={code}>
            {name}
          </option>
        ))}
      </select>
    </div>
  );
}
