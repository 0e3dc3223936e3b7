// The day by station.
import { Link } from 'react-router';
import { minutes } from '../../text/format';
import { useText } from '../../text/text';
import type { Statistics } from '../../api/api.types';

export function StationTable({ stations }: { stations: Statistics['stations'] }) {
  const t = useText('day');
  const { station } = useText('operator');
  if (stations.length === 0) return null;
  return (
    <section className="card chart-all">
      <h2>{t.byStation}</h2>
      <div className="chart-table">
        <table>
          <thead>
            <tr>
              {[station, t.requested, t.served, t.notServed, t.waitMean, t.seats].map((column) => (
                <th key={column} scope="col">
                  {column}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {stations.map(({ stationId, name, rides, wait, seatsUsed }) => (
              <tr key={stationId}>
                <th scope="row">
                  <Link to={`/operate/rides?station=${encodeURIComponent(stationId)}`}>{name}</Link>
                </th>
                <td className="number">{rides.requested}</td>
                <td className="number">{rides.served}</td>
                <td className="number">{rides.expired}</td>
                <td className="number">{wait.count > 0 ? minutes(wait.meanSeconds) : '–'}</td>
                <td className="number">{seatsUsed}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}
