// The choices so far, each with a button to change it.
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { appConfigQuery } from '../../api/app-config';
import type { Station } from '../../api/client';
import { clockTime } from '../../text/format';
import { useText } from '../../text/text';
import { Button, LineBadge } from '../../ui/ui';
import { arrivalsQuery } from '../rider.queries';
import type { Draft } from './draft';

interface Props {
  readonly draft: Draft;
  readonly station: Station;
  onChange(part: Partial<Draft>): void;
}

export function Chosen({ draft, station, onChange }: Props) {
  const t = useText('rider');
  const config = useQuery(appConfigQuery);
  const arrivals = useQuery(arrivalsQuery(station.stationId, config.data?.speed ?? 1));
  const train = arrivals.data?.find(
    ({ trainId, serviceDate }) => trainId === draft.trainId && serviceDate === draft.serviceDate,
  );
  const noTrain = { trainId: undefined, serviceDate: undefined };
  return (
    <ol className="list chosen">
      <Row what={t.station} onChange={() => onChange({ ...noTrain, stationId: undefined, destination: undefined })}>
        {station.name}
      </Row>
      {draft.trainId && (
        <Row what={t.train} onChange={() => onChange(noTrain)}>
          {train ? (
            <>
              <LineBadge line={train.line} /> {t.towards({ headsign: train.headsign })},{' '}
              <span className="number">{clockTime(train.arriveTime, station.timeZone)}</span>
            </>
          ) : (
            draft.trainId
          )}
        </Row>
      )}
      {draft.trainId && draft.destination && (
        <Row what={t.destination} onChange={() => onChange({ destination: undefined })}>
          {draft.destination.name}
        </Row>
      )}
    </ol>
  );
}

function Row({ what, children, onChange }: { what: string; children: ReactNode; onChange(): void }) {
  const t = useText('rider');
  return (
    <li className="chosen-row">
      <span className="grow">
        <span className="small muted">{what}</span>
        <span className="chosen-what">{children}</span>
      </span>
      <Button tone="quiet" onClick={onChange} aria-label={t.changeOf({ what })}>
        {t.change}
      </Button>
    </li>
  );
}
