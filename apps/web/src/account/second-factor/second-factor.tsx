// Shows whether sign-in needs a second factor, and changes it.
import { useEffect, useRef, useState } from 'react';
import { useSession } from '../../session/session';
import { dayTime } from '../../text/format';
import { useText } from '../../text/text';
import { ProblemNotice } from '../../ui/problem-notice';
import { Badge, Button, Card, Notice } from '../../ui/ui';
import { NewCodes } from './new-codes';
import { TurnOff } from './turn-off';
import { TurnOn } from './turn-on';
import { useSecondFactor } from './use-second-factor';
import './second-factor.css';

type Asked = 'turn-on' | 'turn-off' | 'new-codes';

export function SecondFactor() {
  const t = useText('secondFactor');
  const isNeeded = useSession()?.secondFactorNeeded;
  const [asked, setAsked] = useState<Asked>();
  const factor = useSecondFactor();
  const close = () => setAsked(undefined);
  const heading = useRef<HTMLHeadingElement>(null);
  const wasAsked = useRef(false);
  // When the second factor was turned on or off, the button that opened the dialog is gone, so the focus is moved.
  const isOn = factor.data?.isOn;
  useEffect(() => {
    if (asked) wasAsked.current = true;
    else if (wasAsked.current && document.activeElement === document.body) heading.current?.focus();
  }, [asked, isOn]);
  return (
    <Card label={t.title}>
      <h2 ref={heading} tabIndex={-1}>
        {t.title}
      </h2>
      {isNeeded && <Notice tone="warn">{t.needed}</Notice>}
      <ProblemNotice error={factor.error} words={{ NOT_OFFERED_BY_PROVIDER: t.notOffered }} />
      {factor.data?.isOn === false && (
        <>
          <p className="muted">{t.about}</p>
          <div>
            <Button tone={isNeeded ? 'primary' : 'plain'} onClick={() => setAsked('turn-on')}>
              {t.turnOn}
            </Button>
          </div>
        </>
      )}
      {factor.data?.isOn && (
        <>
          <div className="row">
            <Badge tone="good">{t.isOn}</Badge>
            <span className="muted">
              {t.since({ when: dayTime(factor.data.confirmTime ?? '') })} ·{' '}
              {t.codesLeft({ count: factor.data.recoveryCodesLeft })}
            </span>
          </div>
          <div className="row">
            <Button onClick={() => setAsked('new-codes')}>{t.newCodes}</Button>
            <Button onClick={() => setAsked('turn-off')}>{t.turnOff}</Button>
          </div>
        </>
      )}
      {asked === 'turn-on' && <TurnOn onClose={close} />}
      {asked === 'turn-off' && <TurnOff onClose={close} />}
      {asked === 'new-codes' && <NewCodes onClose={close} />}
    </Card>
  );
}
