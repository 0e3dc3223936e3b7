// Parses the environment once into a typed object. Errors name the keys and the expected values, never the given
// values.
import { z } from 'zod';

/** An environment variable is missing or invalid. The message is one line for the operator. */
export class ConfigError extends Error {
  override readonly name: string = 'ConfigError';
}

/**
 * Parses `env` with one zod schema per key. Use `z.coerce.number()` and `.default(…)` as usual. An empty string counts
 * as unset, because docker-compose and Kubernetes write it like that.
 *
 * @throws ConfigError that names all invalid keys at once
 */
export function loadConfig<Shape extends z.ZodRawShape>(
  shape: Shape,
  env: Record<string, string | undefined> = process.env,
): z.output<z.ZodObject<Shape>> {
  const given: Record<string, string> = {};
  for (const key of Object.keys(shape)) if (env[key] !== undefined && env[key] !== '') given[key] = env[key];
  // `input` is left out of the issues, so that no secret gets into the message.
  const parsed = z.object(shape).safeParse(given, { reportInput: false });
  if (parsed.success) return parsed.data;
  const wanted = parsed.error.issues.map((issue) => {
    const key = String(issue.path[0]);
    return given[key] === undefined ? `${key} is not set` : `${key}: ${withoutReceived(issue.message)}`;
  });
  throw new ConfigError(`bad configuration: ${wanted.join('; ')}`);
}

/** zod writes "expected number, received NaN"; keeps only the expected part. */
function withoutReceived(message: string): string {
  return message.replace(/, received .*$/, '');
}
