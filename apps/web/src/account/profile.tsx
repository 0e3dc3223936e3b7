// A person's account in this app: language, theme, messages, and signing out.
import { useNavigate } from 'react-router';
import { signOut, useSession } from '../session/session';
import { useText } from '../text/text';
import { Shell } from '../ui/shell';
import { chooseTheme, chosenTheme, useTheme } from '../ui/theme';
import { Badge, Button, Card, Choices } from '../ui/ui';
import { LanguageChoice } from './language-choice';
import { OwnData } from './own-data';
import { ConfirmNotice } from './confirm-email';
import { PushChoice } from './push-choice';
import { SecondFactor } from './second-factor/second-factor';
import { Sessions } from './sessions';

export function Profile() {
  const t = useText('account');
  const { profile } = useText('app');
  const navigate = useNavigate();
  const session = useSession();
  useTheme();
  if (!session) return null;
  const leave = async () => {
    await signOut();
    await navigate('/sign-in', { replace: true });
  };
  return (
    <Shell>
      <div className="stack">
        <h1>{profile}</h1>
        <Card>
          <div>
            <h2>{session.user.displayName}</h2>
            <p className="muted">{session.user.email}</p>
          </div>
          <div className="row">
            {session.user.roles.map((role) => (
              <Badge key={role} tone="accent">
                {role}
              </Badge>
            ))}
          </div>
        </Card>
        <ConfirmNotice />
        <SecondFactor />
        <Card>
          <LanguageChoice />
          <Choices
            legend={t.theme}
            value={chosenTheme() ?? 'auto'}
            onChange={(value) => chooseTheme(value === 'auto' ? undefined : value)}
            options={[
              { value: 'auto', label: t.themeAuto },
              { value: 'light', label: t.themeLight },
              { value: 'dark', label: t.themeDark },
            ]}
          />
        </Card>
        <PushChoice />
        <OwnData />
        <Sessions />
        <Button onClick={() => void leave()}>{t.signOut}</Button>
      </div>
    </Shell>
  );
}
