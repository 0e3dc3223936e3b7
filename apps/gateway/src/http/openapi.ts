// The OpenAPI 3.1 document of the operations, from the same schemas that check requests and shape responses.
import { z } from 'zod';
import { mediaTypeOf } from './media-type.js';
import type { Access, Operation } from './operation.js';

const problem = z
  .object({
    type: z.literal('about:blank'),
    title: z.string(),
    status: z.int(),
    detail: z.string(),
    reason: z
      .string()
      .describe('Programs switch on it; the reasons are the enums in proto/lastmile/*/v1/*_error.proto.'),
    metadata: z.record(z.string(), z.string()).optional(),
    requestId: z.string().optional(),
  })
  .meta({ id: 'Problem', description: 'RFC 9457 problem details.' });

type Json = Record<string, unknown>;
type Direction = 'input' | 'output';
type SchemaOf = (schema: z.ZodType, io: Direction) => Json;

/** The whole document. */
export function openApiDocument(operations: readonly Operation[]): Json {
  const shared: Record<Direction, Json> = { input: {}, output: {} };
  const schemaOf = (schema: z.ZodType, io: Direction): Json => {
    const json = z.toJSONSchema(schema, { io, target: 'draft-2020-12', unrepresentable: 'any' }) as Json;
    const { $defs, ...rest } = json;
    delete rest.$schema;
    // Shared schemas move to the components.
    Object.assign(shared[io], relocate($defs ?? {}, io));
    return relocate(rest, io) as Json;
  };
  const paths: Record<string, Json> = {};
  for (const each of operations) {
    const path = each.path.replace(/:(\w+)/g, '{$1}');
    paths[path] = { ...paths[path], [each.method.toLowerCase()]: describe(each, schemaOf) };
  }
  const problemSchema = schemaOf(problem, 'output');
  shared.output.Problem = shared.output.Problem ?? problemSchema;
  return withComponents(shared, (schemas) => ({
    openapi: '3.1.0',
    info: {
      title: 'LastMile',
      version: '1',
      description:
        'Shared rides for the last two kilometres. Times are RFC 3339, durations seconds, positions WGS 84 degrees. Every ' +
        'mutation takes an `Idempotency-Key`: a retry with the same key and body returns the first answer and does nothing again.',
    },
    paths,
    components: { schemas, securitySchemes: { bearer: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' } } },
  }));
}

function describe(each: Operation, schemaOf: SchemaOf): Json {
  const status = String(each.status ?? (each.answer ? 200 : 204));
  return {
    operationId: operationId(each),
    tags: [each.tag],
    summary: each.summary,
    description: `For: ${whoMay(each.access)}.`,
    ...(each.access !== 'public' && { security: [{ bearer: [] }] }),
    parameters: [
      ...parametersOf(each.params, 'path', schemaOf),
      ...parametersOf(each.query, 'query', schemaOf),
      ...(each.idempotent ? [KEY_PARAMETER] : []),
    ],
    ...(each.body && {
      requestBody: { required: true, content: { [mediaTypeOf(each)]: { schema: bodySchema(each, schemaOf) } } },
    }),
    responses: {
      [status]: {
        description: 'Done.',
        ...(each.answer && { content: { 'application/json': { schema: schemaOf(each.answer, 'output') } } }),
      },
      ...Object.fromEntries(refusalsOf(each).map((code) => [code, REFUSALS[code]])),
    },
  };
}

/** A streamed body has no schema. */
const bodySchema = (each: Operation, schemaOf: SchemaOf): Json =>
  each.consumes ? { type: 'string', contentMediaType: each.consumes } : schemaOf(each.body!, 'input');

const refusal = (description: string, headers?: Record<string, Json>): Json => ({
  description,
  ...(headers && { headers }),
  content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
});
const RETRY_AFTER = { 'Retry-After': { description: 'Seconds.', schema: { type: 'integer', minimum: 0 } } };
const CHALLENGE = { 'WWW-Authenticate': { description: 'Bearer.', schema: { type: 'string' } } };
const ALLOW = { Allow: { description: 'The methods that the path has.', schema: { type: 'string' } } };

/** All refusals. A refused operation changes nothing. */
const REFUSALS: Record<number, Json> = {
  400: refusal('The request is not as described here.'),
  401: refusal('There is no token, it has expired, or what was given to sign in with is wrong.', CHALLENGE),
  403: refusal('Not for you.'),
  404: refusal('There is no such thing, or it is not yours to see.'),
  405: refusal('The path has other methods.', ALLOW),
  408: refusal('The request did not come in time.'),
  409: refusal('It does not fit the state of things, or another was quicker; the reason says which.'),
  413: refusal('The body is too large.'),
  415: refusal('The body is of another media type.'),
  429: refusal('Too many requests.', RETRY_AFTER),
  500: refusal('Our fault. A retry with the same key is safe.'),
  503: refusal('A part of the platform is away. A retry with the same key is safe.', RETRY_AFTER),
  504: refusal('No answer in time: it may have been done. A retry with the same key is safe.'),
};

function refusalsOf({ access, method, path, params, body, tag }: Operation): number[] {
  const isChange = method !== 'GET';
  return [
    ...[400, 405, 408, 429, 500, 503, 504],
    ...(access !== 'public' || tag === 'Users' ? [401, 403] : []),
    ...(params || isChange || path.endsWith('/me') ? [404] : []),
    ...(isChange ? [409] : []),
    ...(body ? [413, 415] : []),
  ].sort((one, other) => one - other);
}

const KEY_PARAMETER = {
  name: 'Idempotency-Key',
  in: 'header',
  required: true,
  schema: { type: 'string', minLength: 1, maxLength: 128, pattern: '^[\\x21-\\x7e]+$' },
};

function parametersOf(schema: z.ZodType | undefined, where: 'path' | 'query', schemaOf: SchemaOf): Json[] {
  if (!schema) return [];
  const { properties = {}, required = [] } = schemaOf(schema, 'input') as { properties?: Json; required?: string[] };
  return Object.entries(properties).map(([name, property]) => ({
    name,
    in: where,
    required: where === 'path' || required.includes(name),
    schema: property,
  }));
}

const operationId = ({ method, path }: Operation): string =>
  method.toLowerCase() + path.replace(/^\/v1/, '').replace(/[:/.-]+(\w)/g, (_, letter: string) => letter.toUpperCase());

const whoMay = (access: Access): string =>
  access === 'public' ? 'everybody' : access === 'signed-in' ? 'any signed-in person' : access.join(', ');

const relocate = (schema: unknown, io: Direction): Json =>
  JSON.parse(JSON.stringify(schema).replaceAll('"#/$defs/', `"#/components/schemas/${io}/`)) as Json;

/**
 * Moves shared schemas to named components. A schema whose input differs from its output, because a field is optional,
 * gets two: `Vehicle` in responses, `VehicleInput` in requests.
 */
function withComponents({ input, output }: Record<Direction, Json>, write: (schemas: Json) => Json): Json {
  const bare = (schema: unknown) => JSON.stringify(schema).replaceAll(/schemas\/(input|output)\//g, 'schemas/');
  const differs = (id: string) => id in output && bare(input[id]) !== bare(output[id]);
  const nameOf = (io: string, id: string) => (io === 'input' && differs(id) ? `${id}Input` : id);
  const named = (io: Direction) =>
    Object.fromEntries(Object.entries(io === 'input' ? input : output).map(([id, json]) => [nameOf(io, id), json]));
  const text = JSON.stringify(write({ ...named('input'), ...named('output') }));
  const path = '"#/components/schemas/';
  const renamed = text.replaceAll(
    /"#\/components\/schemas\/(input|output)\/(\w+)"/g,
    (_, io: string, id: string) => `${path}${nameOf(io, id)}"`,
  );
  return JSON.parse(renamed) as Json;
}
