// The OpenAPI 3.1 document of the operations, from the very schemas that check requests and shape answers.
import { z } from 'zod';
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

/** The whole document. */
export function openApiDocument(operations: readonly Operation[]): Json {
  const components: Json = {};
  const schemaOf = (schema: z.ZodType, io: 'input' | 'output'): Json => {
    const json = z.toJSONSchema(schema, { io, target: 'draft-2020-12', unrepresentable: 'any' }) as Json;
    const { $defs, ...rest } = json;
    delete rest.$schema;
    // Shared schemas move to the components.
    Object.assign(components, relocate($defs ?? {}));
    return relocate(rest) as Json;
  };
  const paths: Record<string, Json> = {};
  for (const each of operations) {
    const path = each.path.replace(/:(\w+)/g, '{$1}');
    paths[path] = { ...paths[path], [each.method.toLowerCase()]: describe(each, schemaOf) };
  }
  const problemSchema = schemaOf(problem, 'output');
  components.Problem = components.Problem ?? problemSchema;
  return {
    openapi: '3.1.0',
    info: {
      title: 'LastMile',
      version: '1',
      description:
        'Shared rides for the last two kilometres. Times are RFC 3339, durations seconds, positions WGS 84 degrees. Every ' +
        'mutation takes an `Idempotency-Key`: a retry with the same key and body returns the first answer and does nothing again.',
    },
    paths,
    components: {
      schemas: components,
      securitySchemes: { bearer: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' } },
    },
  };
}

function describe(each: Operation, schemaOf: (schema: z.ZodType, io: 'input' | 'output') => Json): Json {
  const status = String(each.status ?? (each.answer ? 200 : 204));
  const failure = { content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } } };
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
      requestBody: { required: true, content: { 'application/json': { schema: schemaOf(each.body, 'input') } } },
    }),
    responses: {
      [status]: {
        description: 'Done.',
        ...(each.answer && { content: { 'application/json': { schema: schemaOf(each.answer, 'output') } } }),
      },
      '4XX': { description: 'Refused; nothing has changed.', ...failure },
      '5XX': { description: 'Not answered; a retry with the same key is safe.', ...failure },
    },
  };
}

const KEY_PARAMETER = {
  name: 'Idempotency-Key',
  in: 'header',
  required: true,
  schema: { type: 'string', minLength: 1, maxLength: 128 },
};

function parametersOf(
  schema: z.ZodType | undefined,
  where: 'path' | 'query',
  schemaOf: (schema: z.ZodType, io: 'input' | 'output') => Json,
): Json[] {
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

const relocate = (schema: unknown): unknown =>
  JSON.parse(JSON.stringify(schema).replaceAll('"#/$defs/', '"#/components/schemas/'));
