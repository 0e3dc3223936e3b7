// The car's position, from the phone or from a simulated drive, which is also sent to the platform.
import { useCallback, useState } from 'react';
import { FACTORS } from '../simulation/drive-simulation.core';
import type { Fix, Target } from '../simulation/drive.types';
import { useSimulatedDrive } from '../simulation/use-simulated-drive';
import type { SendingState } from './point-sender';
import { useGeolocation, type GeolocationTrouble } from './use-geolocation';
import { usePointSender } from './use-point-sender';

export type Source = 'phone' | 'simulated';
export type Factor = (typeof FACTORS)[number];

interface Choice {
  readonly source?: Source;
  readonly factor: Factor;
}

export interface CarPosition {
  /** The newest fix; undefined until there is one in this tab. */
  readonly fix: Fix | undefined;
  readonly choice: Choice;
  readonly trouble: GeolocationTrouble | undefined;
  readonly sending: SendingState;
  choose(choice: Choice): void;
}

interface Drive {
  readonly routeId: string;
  readonly targets: readonly Target[];
  /** A simulated drive has left a target. */
  onLeft(key: string): void;
}

const CHOICE_KEY = 'lastmile.car-position';

export function useCarPosition({ routeId, targets, onLeft }: Drive): CarPosition {
  const [choice, setChoice] = useState(keptChoice);
  const [measured, setMeasured] = useState<Fix>();
  const { sending, add } = usePointSender(routeId);
  const onFix = useCallback(
    (fix: Fix) => {
      setMeasured(fix);
      add([fix]);
    },
    [add],
  );
  const trouble = useGeolocation(choice.source === 'phone', onFix);
  const car = useSimulatedDrive({
    routeId,
    targets,
    factor: choice.factor,
    isOn: choice.source === 'simulated',
    onDriven: ({ fixes, left }) => {
      add(fixes);
      for (const key of left) onLeft(key);
    },
  });
  const simulated = car && {
    position: car.position,
    headingDegrees: car.headingDegrees,
    accuracyMeters: 0,
    time: new Date(car.timeMs).toISOString(),
  };
  return {
    fix: choice.source === 'simulated' ? simulated : (measured ?? sending.sent),
    choice,
    trouble,
    sending,
    choose: (next) => {
      sessionStorage.setItem(CHOICE_KEY, JSON.stringify(next));
      setChoice(next);
    },
  };
}

function keptChoice(): Choice {
  const text = sessionStorage.getItem(CHOICE_KEY);
  return text ? (JSON.parse(text) as Choice) : { factor: FACTORS[0] };
}
