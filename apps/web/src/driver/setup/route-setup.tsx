// Creates a route: stations in driving order, the destination, the number of seats and the detour budget.
import { useQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { Link } from 'react-router';
import type { Schemas, Station } from '../../api/client';
import { stationsQuery } from '../../api/queries';
import { useText } from '../../text/text';
import { ProblemNotice } from '../../ui/problem-notice';
import { Shell } from '../../ui/shell';
import { Button, Notice, Spinner } from '../../ui/ui';
import { DriverProblem } from '../driver-problem';
import { useMakeRoute } from '../route-commands';
import { ChosenStations } from './chosen-stations';
import { DestinationChoice, type Destination } from './destination-choice';
import { RouteDetails } from './route-details';
import { SearchList } from './search-list';
import { SetupMap } from './setup-map';

export const MOST_STATIONS = 10;
const DETOUR_SECONDS = 900;

export function RouteSetup({ driver }: { driver: Schemas['Driver'] }) {
  const t = useText('driver');
  const app = useText('app');
  const stations = useQuery(stationsQuery);
  const make = useMakeRoute();
  const [chosen, setChosen] = useState<readonly Station[]>([]);
  const [destination, setDestination] = useState<Destination>();
  const [details, setDetails] = useState({
    seats: driver.vehicle.seats,
    detourBudgetSeconds: DETOUR_SECONDS,
    autoAccept: false,
  });
  const [said, say] = useState('');
  const [isTried, setTried] = useState(false);
  const all = useMemo(() => stations.data ?? [], [stations.data]);
  const others = all.filter((station) => !chosen.includes(station));
  const toggle = (station: Station) => {
    const isChosen = chosen.includes(station);
    if (!isChosen && chosen.length >= MOST_STATIONS) return say(t.mostStations);
    setChosen(isChosen ? chosen.filter((each) => each !== station) : [...chosen, station]);
    say(isChosen ? t.removed({ name: station.name }) : t.added({ name: station.name, place: chosen.length + 1 }));
  };
  const save = (isStarted: boolean) => {
    setTried(true);
    if (!destination || chosen.length === 0) return;
    const stationIds = chosen.map(({ stationId }) => stationId);
    make.mutate({ plan: { ...details, stationIds, destination }, isStarted });
  };
  return (
    <Shell isWide>
      <div className="driver-columns">
        <SetupMap stations={all} chosen={chosen} destination={destination} onToggle={toggle} onPick={setDestination} />
        <div className="stack">
          <div className="row spread">
            <h1>{t.newRoute}</h1>
            <Link className="button button-quiet" to="/drive">
              {app.cancel}
            </Link>
          </div>
          {stations.isPending && <Spinner label={app.loading} />}
          <ProblemNotice error={stations.error} onRetry={() => void stations.refetch()} />
          <section className="stack stack-tight">
            <h2>{t.stations}</h2>
            <p className="muted">{t.stationsHint}</p>
            <ChosenStations chosen={chosen} setChosen={setChosen} onRemove={toggle} />
            <SearchList
              label={t.stationSearch}
              items={others.map((station) => ({ id: station.stationId, name: station.name, value: station }))}
              describe={(name) => t.addStation({ name })}
              onChoose={toggle}
            />
            <p className="small" role="status">
              {said}
            </p>
          </section>
          <DestinationChoice chosen={chosen} stations={all} destination={destination} onChoose={setDestination} />
          <RouteDetails vehicle={driver.vehicle} value={details} onChange={setDetails} />
          {isTried && (!destination || chosen.length === 0) && <Notice tone="bad">{t.missing}</Notice>}
          <DriverProblem error={make.error} />
          <Button tone="primary" isWide isBusy={make.isPending} onClick={() => save(true)}>
            {t.setUpAndStart}
          </Button>
          <Button isWide isBusy={make.isPending} onClick={() => save(false)}>
            {t.setUpOnly}
          </Button>
        </div>
      </div>
    </Shell>
  );
}
