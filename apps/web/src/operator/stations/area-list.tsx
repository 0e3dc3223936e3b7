// Neighbourhoods and landmarks around a station, nearest first.
import type { UseQueryResult } from '@tanstack/react-query';
import type { Schemas } from '../../api/client';
import { distance } from '../../text/format';
import { useText } from '../../text/text';
import { ProblemNotice } from '../../ui/problem-notice';
import { Card } from '../../ui/ui';

export function AreaList({ areas }: { areas: UseQueryResult<Schemas['Area'][]> }) {
  const t = useText('stations');
  return (
    <Card label={t.areas}>
      <h2>{t.areas}</h2>
      <ProblemNotice error={areas.error} onRetry={() => void areas.refetch()} />
      {areas.data?.length === 0 && <p className="muted">{t.noAreas}</p>}
      <ul className="stack stack-tight">
        {areas.data?.map(({ areaId, name, distanceMeters }) => (
          <li key={areaId} className="row spread">
            <span className="grow">{name}</span>
            <span className="muted number">{distance(distanceMeters)}</span>
          </li>
        ))}
      </ul>
    </Card>
  );
}
