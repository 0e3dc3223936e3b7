// Reads a file of instances, in the form that bench/README.md documents, for the engine.
import { readFile } from 'node:fs/promises';
import { ALONE } from '@lastmile/party';
import { z } from 'zod';
import type { StationInstance } from '../../apps/matching/src/engine/engine.types.js';
import { checkInstance, MAX_SEATS } from '../../apps/matching/src/engine/instance.core.js';
import { TravelMatrix } from '../../apps/matching/src/engine/travel-matrix.core.js';
import type { InstanceJson } from './instance.types.js';

export interface NamedInstance {
  readonly name: string;
  readonly instance: StationInstance;
}

/** The file says something that is no instance; the message names the field. */
export class InstanceError extends Error {}

const id = z.string().min(1);
const stop = z.object({
  place: z.number(),
  latestSeconds: z.number().default(Infinity),
  leaveSeconds: z.number().default(-Infinity),
});
const driver = z.object({
  id,
  arriveSeconds: z.number(),
  departSeconds: z.number().optional(),
  seats: z.number(),
  wheelchairPlaces: z.number().default(0),
  stops: z.array(stop).default([]),
  destination: z.number(),
  straightSeconds: z.number().optional(),
  detourBudgetSeconds: z.number(),
  claimSeconds: z.number().default(0),
});
const rider = z.object({
  id,
  destination: z.number(),
  partySize: z.int().min(1).max(MAX_SEATS).default(1),
  wheelchair: z.boolean().default(false),
  readySeconds: z.number(),
  latestPickupSeconds: z.number(),
  maxRideSeconds: z.number(),
  ageSeconds: z.number().default(0),
  excludedDrivers: z.array(id).default([]),
});
const instanceJson = z.object({
  name: z.string().optional(),
  station: z.number().default(0),
  maxHoldSeconds: z.number().default(180),
  travelSeconds: z.array(z.array(z.number())),
  drivers: z.array(driver),
  riders: z.array(rider),
});

/** @throws InstanceError */
export async function readInstances(path: string): Promise<NamedInstance[]> {
  const text = await readFile(path, 'utf8').catch((error: Error) => {
    throw new InstanceError(`${path}: ${error.message}`);
  });
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    // One line, though the message may quote several of the file.
    throw new InstanceError(`${path}: ${(error as Error).message.replaceAll(/\s+/g, ' ')}`);
  }
  if (!Array.isArray(json)) throw new InstanceError('instances: must be an array');
  return json.map((each, i) => instanceOf(each, i));
}

/** @throws InstanceError */
export function instanceOf(json: unknown, index: number): NamedInstance {
  const path = `instances.${index}`;
  const { success, data, error } = instanceJson.safeParse(json);
  if (!success) {
    const [issue] = error.issues;
    throw new InstanceError(`${[path, ...(issue?.path ?? [])].join('.')}: ${issue?.message ?? 'is not valid'}`);
  }
  try {
    const travel = TravelMatrix.of(data.travelSeconds);
    const instance: StationInstance = {
      ...data,
      travel,
      drivers: data.drivers.map((each) => ({
        ...each,
        departSeconds: each.departSeconds ?? each.arriveSeconds,
        straightSeconds: each.straightSeconds ?? data.travelSeconds[data.station]?.[each.destination] ?? 0,
      })),
      riders: data.riders.map(({ partySize, wheelchair, ...each }) => ({
        ...each,
        party: { ...ALONE, people: partySize, wheelchair },
      })),
    };
    checkInstance(instance);
    return { name: data.name ?? String(index), instance };
  } catch (thrown) {
    throw asInstanceError(path, thrown);
  }
}

/** A generated instance, which needs no check. */
export const engineInstance = (json: InstanceJson): StationInstance => instanceOf(json, 0).instance;

function asInstanceError(path: string, thrown: unknown): unknown {
  const { metadata, message } = thrown as { metadata?: { field?: string }; message?: string };
  return metadata?.field ? new InstanceError(`${path}.${metadata.field}: ${message}`) : thrown;
}
