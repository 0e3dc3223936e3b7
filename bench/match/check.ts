/**
 * `npm run bench:match:check -- --instances <file.json> --plans <lines.jsonl>`: verifies what `bench:match` printed, line by
 * line. Exit code 1 when any plan breaks a rule or is not worth what it says, or a file is not what it should be.
 */
import { readFileSync } from 'node:fs';
import { Command } from 'commander';
import { z } from 'zod';
import type { InstanceJson } from './instance.types.js';
import { problemsOf, type PlanLine } from './plan-check.js';

const id = z.string();
const amount = z.number();
const optional = amount.optional();
const place = z.int().nonnegative();
const driver = z.object({
  id,
  arriveSeconds: amount,
  departSeconds: optional,
  seats: amount,
  wheelchairPlaces: optional,
  stops: z.array(z.object({ place, latestSeconds: optional, leaveSeconds: optional })).optional(),
  destination: place,
  straightSeconds: optional,
  detourBudgetSeconds: amount,
  claimSeconds: optional,
});
const rider = z.object({
  id,
  destination: place,
  partySize: optional,
  wheelchair: z.boolean().optional(),
  readySeconds: amount,
  latestPickupSeconds: amount,
  maxRideSeconds: amount,
  ageSeconds: optional,
  excludedDrivers: z.array(id).optional(),
});
const instances = z.array(
  z.object({
    name: z.string().optional(),
    station: place.optional(),
    maxHoldSeconds: optional,
    travelSeconds: z.array(z.array(amount)),
    drivers: z.array(driver),
    riders: z.array(rider),
  }),
);

const stop = z.object({
  rider: id.optional(),
  promised: place.optional(),
  destination: z.boolean().optional(),
  arriveSeconds: amount,
});
const planLine = z.object({
  name: z.string(),
  objective: amount,
  bound: optional,
  optimal: z.boolean(),
  drivers: z.array(
    z.object({
      id,
      departSeconds: amount,
      riders: z.array(id),
      stops: z.array(stop),
      detourSeconds: amount,
      addedSeconds: amount,
    }),
  ),
  unserved: z.array(z.object({ id, reason: z.string(), driver: id.optional() })),
});

const files = new Command('bench:match:check')
  .requiredOption('--instances <file>', 'the JSON array that was planned')
  .requiredOption('--plans <file>', 'what bench:match printed')
  .parse()
  .opts<{ instances: string; plans: string }>();
const stations = parse(files.instances, instances, read(files.instances)) as InstanceJson[];
const lines = read(files.plans)
  .split('\n')
  .flatMap((line, i) => (line === '' ? [] : [parse(`${files.plans}:${i + 1}`, planLine, line) as PlanLine]));

if (lines.length !== stations.length) {
  console.error(`${files.plans}: ${lines.length} plans of ${stations.length} instances`);
  process.exitCode = 1;
}
stations.slice(0, lines.length).forEach((instance, i) => {
  const line = lines[i] as PlanLine;
  const { name = String(i) } = instance;
  const problems = line.name === name ? problemsOf(instance, line) : [`the plan is named ${line.name}`];
  console.log(problems.length === 0 ? `ok ${name} ${line.objective}` : `${name}: ${problems.join('; ')}`);
  if (problems.length > 0) process.exitCode = 1;
});

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    return refuse(path, (error as Error).message);
  }
}

function parse(where: string, schema: z.ZodType, text: string): unknown {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    return refuse(where, (error as Error).message);
  }
  const { success, data, error } = schema.safeParse(json);
  if (success) return data;
  const [issue] = error.issues;
  return refuse([where, ...(issue?.path ?? [])].join('.'), issue?.message ?? 'is not valid');
}

function refuse(where: string, message: string): never {
  // One line, though a message about JSON may quote several of the file.
  console.error(`${where}: ${message.replaceAll(/\s+/g, ' ')}`);
  process.exit(1);
}
