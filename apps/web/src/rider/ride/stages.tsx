// The stages of a ride in a row, with the current one marked.
import { useText } from '../../text/text';
import { STAGES, type Stage } from './stage';

export function Stages({ stage }: { stage: Stage }) {
  const t = useText('rider');
  const reached = STAGES.indexOf(stage);
  return (
    <ol className="stages" aria-label={t.stages}>
      {STAGES.map((each, index) => (
        <li
          key={each}
          className={index <= reached ? 'stage stage-reached' : 'stage'}
          aria-current={index === reached ? 'step' : undefined}
        >
          <span className="stage-name">{t.stage[each]}</span>
        </li>
      ))}
    </ol>
  );
}
