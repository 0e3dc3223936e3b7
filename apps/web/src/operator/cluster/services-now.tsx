// The current state of every service.
import { useText } from '../../text/text';
import { Badge, Button } from '../../ui/ui';
import type { ServiceReplicas } from './cluster.query';

interface Props {
  readonly services: readonly ServiceReplicas[];
  readonly chosen: string;
  onChoose(service: string): void;
}

export function ServicesNow({ services, chosen, onChoose }: Props) {
  const t = useText('cluster');
  return (
    <section className="card">
      <h2>{t.now}</h2>
      <div className="cluster-services">
        <table>
          <thead>
            <tr>
              {[t.service, t.state, t.ready, t.desired, t.maximum].map((column) => (
                <th key={column} scope="col">
                  {column}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {services.map(({ service, ready, desired, maximum, problems }) => (
              <tr key={service}>
                <th scope="row">
                  <Button tone="quiet" aria-pressed={service === chosen} onClick={() => onChoose(service)}>
                    {service}
                  </Button>
                </th>
                <td>
                  <span className="row">
                    {problems.map((problem) => (
                      <Badge key={problem} tone={problem === 'rolling_out' ? 'accent' : 'bad'}>
                        {t.problems[problem]}
                      </Badge>
                    ))}
                    {problems.length === 0 && (
                      <Badge tone={ready < desired ? 'warn' : 'good'}>{ready < desired ? t.starting : t.fine}</Badge>
                    )}
                  </span>
                </td>
                <td className="number">{ready}</td>
                <td className="number">{desired}</td>
                <td className="number">{maximum ?? '–'}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}
