// Where the position comes from, and whether it reaches the platform.
import { useNow } from '../../api/app-config';
import { ago } from '../../text/format';
import { useText } from '../../text/text';
import { Badge, Card, Choices, Notice } from '../../ui/ui';
import { DriverProblem } from '../driver-problem';
import { FACTORS } from '../simulation/drive-simulation.core';
import type { SendingState } from './point-sender';
import type { CarPosition } from './use-car-position';

export function PositionPanel({ car: { choice, trouble, sending, choose } }: { car: CarPosition }) {
  const t = useText('duty');
  const sources = [
    { value: 'phone' as const, label: t.sourcePhone },
    { value: 'simulated' as const, label: t.sourceSimulated },
  ];
  const none = choice.source ?? ('' as const);
  return (
    <Card label={t.position} isStrong={!choice.source}>
      <div className="row spread">
        <h2>{t.position}</h2>
        <SentBadge sending={sending} />
      </div>
      <Choices<'' | 'phone' | 'simulated'>
        legend={t.chooseSource}
        options={sources}
        value={none}
        onChange={(source) => source && choose({ ...choice, source })}
      />
      {!choice.source && <p className="muted">{t.sourceHint}</p>}
      {choice.source === 'simulated' && (
        <Choices
          legend={t.factor}
          options={FACTORS.map((value) => ({ value, label: `${value}×` }))}
          value={choice.factor}
          onChange={(factor) => choose({ ...choice, factor })}
        />
      )}
      {trouble && <Notice tone="warn">{t[trouble]}</Notice>}
      {sending.rejection && <Notice tone="warn">{rejectionText(t.rejected, sending.rejection)}</Notice>}
      <DriverProblem error={sending.problem} />
    </Card>
  );
}

function SentBadge({ sending: { sent, waitingCount } }: { sending: SendingState }) {
  const t = useText('duty');
  const now = useNow();
  // Fixes of one or two seconds are always waiting.
  const isAway = waitingCount > WAITING_USUALLY;
  if (isAway) return <Badge tone="warn">{t.waiting({ count: waitingCount })}</Badge>;
  if (!sent) return <Badge>{t.noPosition}</Badge>;
  return <Badge tone="good">{t.sent({ ago: ago(Math.max(0, (now - Date.parse(sent.time)) / 1_000)) })}</Badge>;
}

const WAITING_USUALLY = 60;

function rejectionText(texts: Record<string, string> & { other: string }, reason: string): string {
  return texts[reason] ?? texts.other;
}
