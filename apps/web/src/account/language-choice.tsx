// The language of the app, and of messages to a signed-in person.
import { answerOf, api, keyed } from '../api/client';
import { currentSession, keepSession, useSession } from '../session/session';
import { chooseLanguage, languageName, LANGUAGES, useLanguage, useText } from '../text/text';
import { useToasts } from '../ui/toasts';
import { useCommand } from '../ui/use-command';

export function LanguageChoice() {
  const t = useText('account');
  const { unreachable } = useText('app');
  const language = useLanguage();
  const isSignedIn = Boolean(useSession());
  const keep = useCommand({
    run: (wanted: string, key) =>
      answerOf(api.PATCH('/v1/users/me', { params: keyed(key), body: { language: wanted } })),
    onDone: (user) => {
      const signed = currentSession();
      if (signed) keepSession({ ...signed, user });
    },
  });
  const { show } = useToasts();
  const choose = async (wanted: string) => {
    try {
      await chooseLanguage(wanted);
      if (isSignedIn) keep.mutate(wanted);
    } catch {
      show({ title: unreachable });
    }
  };
  return (
    <div className="field">
      <label htmlFor="language">{t.language}</label>
      <select id="language" value={language} onChange={(event) => void choose(event.target.value)}>
        {LANGUAGES.map((code) => (
          <option key={code} value={code} lang={code}>
            {languageName(code)}
          </option>
        ))}
      </select>
    </div>
  );
}
