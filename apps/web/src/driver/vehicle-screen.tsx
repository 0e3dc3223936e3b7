// The driver's name and car: entered once, changed later.
import { useState, type FormEvent } from 'react';
import { Link, useNavigate } from 'react-router';
import { answerOf, api, keyed, type Schemas } from '../api/client';
import { keys } from '../api/queries';
import { useSession } from '../session/session';
import { useText } from '../text/text';
import { Shell } from '../ui/shell';
import { Button, Choices, Field } from '../ui/ui';
import { useCommand } from '../ui/use-command';
import { DriverProblem } from './driver-problem';

const SEATS = [1, 2, 3, 4, 5, 6, 7, 8].map((value) => ({ value, label: value }));
const PLACES = SEATS.slice(0, 2);
const NONE = { value: 0, label: 0 };

type Driver = Schemas['Driver'];

export function VehicleScreen({ driver }: { driver?: Driver }) {
  const t = useText('driver');
  const app = useText('app');
  const navigate = useNavigate();
  const displayName = useSession()?.user.displayName ?? '';
  const [name, setName] = useState(driver?.name ?? displayName.split(' ')[0] ?? '');
  const [vehicle, setVehicle] = useState(
    driver?.vehicle ?? { plate: '', description: '', seats: 3, wheelchairPlaces: 0 },
  );
  const save = useCommand({
    run: (body: Pick<Driver, 'name' | 'vehicle'>, key) =>
      answerOf(api.PUT('/v1/drivers/me', { params: keyed(key), body })),
    touches: [keys.driver],
    onDone: () => void navigate('/drive', { replace: true }),
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const wheelchairPlaces = Math.min(vehicle.wheelchairPlaces, vehicle.seats);
    save.mutate({ name: name.trim(), vehicle: { ...vehicle, plate: vehicle.plate.trim(), wheelchairPlaces } });
  };
  return (
    <Shell>
      <form className="stack" onSubmit={submit}>
        <div>
          <h1>{t.welcome}</h1>
          <p className="muted">{t.welcomeHint}</p>
        </div>
        <Field
          label={t.name}
          value={name}
          required
          maxLength={80}
          autoComplete="given-name"
          onChange={(event) => setName(event.target.value)}
        />
        <Field
          label={t.plate}
          value={vehicle.plate}
          required
          minLength={2}
          maxLength={16}
          autoCapitalize="characters"
          autoComplete="off"
          onChange={(event) => setVehicle({ ...vehicle, plate: event.target.value })}
        />
        <Field
          label={t.description}
          hint={t.descriptionHint}
          value={vehicle.description}
          maxLength={80}
          onChange={(event) => setVehicle({ ...vehicle, description: event.target.value })}
        />
        <Choices
          legend={t.seats}
          options={SEATS}
          value={vehicle.seats}
          onChange={(seats) => setVehicle({ ...vehicle, seats })}
        />
        <Choices
          legend={t.wheelchairPlaces}
          options={[NONE, ...PLACES]}
          value={vehicle.wheelchairPlaces}
          onChange={(wheelchairPlaces) => setVehicle({ ...vehicle, wheelchairPlaces })}
        />
        <DriverProblem error={save.error} />
        <div className="row">
          <Button type="submit" tone="primary" isBusy={save.isPending}>
            {t.saveCar}
          </Button>
          {driver && (
            <Link className="button button-quiet" to="/drive">
              {app.cancel}
            </Link>
          )}
        </div>
      </form>
    </Shell>
  );
}
