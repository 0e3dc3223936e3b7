// Drives the simulated car while the screen is shown, and restores it after a reload.
import { useQuery } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { appConfigQuery, platformNow } from '../../api/app-config';
import { carBefore, driveOn } from './drive-simulation.core';
import type { Driven, SimulatedCar, Target } from './drive.types';

const TICK_MS = 500;

interface Drive {
  readonly routeId: string;
  readonly isOn: boolean;
  readonly targets: readonly Target[];
  /** Seconds of driving per second of the platform's time. */
  readonly factor: number;
  onDriven(driven: Driven): void;
}

/** The car; undefined until it has somewhere to go. */
export function useSimulatedDrive({ routeId, isOn, ...drive }: Drive): SimulatedCar | undefined {
  const [car, setCar] = useState(() => keptCar(routeId));
  const newest = useRef(drive);
  useEffect(() => {
    newest.current = drive;
  });
  const isTimed = useQuery(appConfigQuery).isSuccess;
  useEffect(() => {
    if (!isOn || !isTimed) return;
    // The car did not drive while the screen was closed.
    let state = resumed(keptCar(routeId));
    const timer = setInterval(() => {
      const { targets, factor, onDriven } = newest.current;
      state ??= carBefore(targets, platformNow());
      if (!state) return;
      const driven = driveOn(state, targets, platformNow(), factor);
      state = driven.car;
      sessionStorage.setItem(storeKey(routeId), JSON.stringify(state));
      setCar(state);
      onDriven(driven);
    }, TICK_MS);
    return () => clearInterval(timer);
  }, [routeId, isOn, isTimed]);
  return isOn ? car : undefined;
}

const storeKey = (routeId: string) => `lastmile.drive.${routeId}`;

function keptCar(routeId: string): SimulatedCar | undefined {
  const text = sessionStorage.getItem(storeKey(routeId));
  return text ? (JSON.parse(text) as SimulatedCar) : undefined;
}

const resumed = (car: SimulatedCar | undefined): SimulatedCar | undefined => car && { ...car, timeMs: platformNow() };
