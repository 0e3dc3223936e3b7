// The environment, parsed once into a typed object. An error names the keys and what is wanted, never a value.
import { z } from 'zod';

/** The environment does not say what a service needs. The message is one line for the operator. */
export class ConfigError extends Error {
  override readonly name: string = 'ConfigError';
}

/**
 * Parses `env` by a shape of zod schemas, one per key. Use `z.coerce.number()` and `.default(…)` as usual; an empty
 * string counts as unset, as docker-compose and Kubernetes write it.
 *
 * @throws ConfigError that names every bad key at once
 */
export function loadConfig<Shape extends z.ZodRawShape>(
  shape: Shape,
  env: Record<string, string | undefined> = process.env,
): z.output<z.ZodObject<Shape>> {
  const given: Record<string, string> = {};
  for (const key of Object.keys(shape)) if (env[key] !== undefined && env[key] !== '') given[key] = env[key];
  // `input` stays out of the issues, so that no secret reaches the message.
  const parsed = z.object(shape).safeParse(given, { reportInput: false });
  if (parsed.success) return parsed.data;
  const wanted = parsed.error.issues.map((issue) => {
    const key = String(issue.path[0]);
    return given[key] === undefined ? `${key} is not set` : `${key}: ${withoutReceived(issue.message)}`;
  });
  throw new ConfigError(`bad configuration: ${wanted.join('; ')}`);
}

/** zod says "expected number, received NaN": keep what is wanted. */
function withoutReceived(message: string): string {
  return message.replace(/, received .*$/, '');
}
