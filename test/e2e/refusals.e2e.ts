// Every REST operation, as the OpenAPI document lists them, meets malformed, oversized, foreign and out-of-order requests on
// the real platform: always a readable refusal, never a failure of ours, and nothing changes.
import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { Api } from '../../tools/simulate/api.js';
import { OPERATOR, startCity, type E2eCity } from './city.js';
import { Phone } from './people.js';

interface BodySchema {
  $ref?: string;
  properties?: object;
}
interface OperationDoc {
  security?: unknown[];
  parameters: { name: string; in: string }[];
  requestBody?: { content: Record<string, { schema: BodySchema }> };
  description: string;
}

/** What every operation that takes a body is sent, made of the fields that it knows. */
function badBodies(known: readonly string[]): [string, string, string?][] {
  const names = known.length > 0 ? known : ['nobodyKnowsThis'];
  const each = (value: unknown) => JSON.stringify(Object.fromEntries(names.map((name) => [name, value])));
  return [
    ['no JSON', '{"name": '],
    ['a list', '[]'],
    ['a number', '7'],
    ['null', 'null'],
    ['unknown fields', '{"nobodyKnowsThis": 1}'],
    ['wrong types', each({ deeply: ['wrong'] })],
    ['huge numbers', each(1e308)],
    ['control characters', each('\u0000\u0007')],
    ['an oversized body', JSON.stringify({ name: 'x'.repeat(100_000) })],
    ['another content type', '<name/>', 'application/xml'],
  ];
}

describe('every REST operation', () => {
  let city: E2eCity;
  let tokens: Record<string, string>;
  let operations: { method: string; path: string; doc: OperationDoc; fields: string[] }[];

  beforeAll(async () => {
    city = await startCity();
    const everybody = await Phone.signUp(city.platform.baseUrl, 'pat', ['rider', 'driver']);
    everybody.disconnect();
    await everybody.api.put('/v1/riders/me', { name: 'Pat' });
    const vehicle = { plate: 'LM 0003', description: 'Green coupe', seats: 3, wheelchairPlaces: 0 };
    await everybody.api.put('/v1/drivers/me', { name: 'Pat', vehicle });
    const operator = new Api(city.platform.baseUrl, new AbortController().signal);
    await operator.logIn(OPERATOR.email, OPERATOR.password);
    tokens = { person: await everybody.api.token(), operator: await operator.token() };
    const document = (await (await fetch(`${city.platform.baseUrl}/openapi.json`)).json()) as {
      openapi: string;
      paths: Record<string, Record<string, OperationDoc>>;
      components: { schemas: Record<string, BodySchema> };
    };
    expect(document.openapi).toBe('3.1.0');
    operations = Object.entries(document.paths).flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, doc]) => ({
        method: method.toUpperCase(),
        path,
        doc,
        fields: fieldsOf(doc, document.components.schemas),
      })),
    );
    expect(operations.length).toBeGreaterThan(45);
    expect(new Set(operations.flatMap(({ fields }) => fields)).size).toBeGreaterThan(30);
  }, 120_000);
  afterAll(() => city?.destroy(), 60_000);

  const url = (path: string, id: string) => city.platform.baseUrl + path.replace(/\{\w+\}/g, encodeURIComponent(id));

  async function send(
    method: string,
    path: string,
    options: { token?: string; key?: string; body?: string; type?: string },
  ) {
    return fetch(path, {
      method,
      headers: {
        ...(options.token && { authorization: `Bearer ${options.token}` }),
        ...(options.key && { 'idempotency-key': options.key }),
        ...(options.body !== undefined && { 'content-type': options.type ?? 'application/json' }),
      },
      body: options.body,
    });
  }

  /** A 4xx problem that says something; returns what is wrong with it otherwise. */
  async function complaint(what: string, response: Response): Promise<string[]> {
    const text = await response.text();
    if (response.status < 400 || response.status >= 500) return [`${what}: ${response.status} ${text.slice(0, 120)}`];
    const problem = JSON.parse(text) as { detail?: string; reason?: string; status?: number };
    const good = problem.status === response.status && problem.reason && problem.detail;
    return good ? [] : [`${what}: not a problem: ${text.slice(0, 120)}`];
  }

  it('refuses bad bodies', async () => {
    const before = await rowCounts(city.platform.adminUrl);
    const complaints: string[] = [];
    for (const { method, path, doc, fields } of operations) {
      if (!doc.requestBody) continue;
      for (const [what, body, type] of badBodies(fields)) {
        for (const token of Object.values(tokens)) {
          const response = await send(method, url(path, randomUUID()), { token, key: randomUUID(), body, type });
          complaints.push(...(await complaint(`${method} ${path} with ${what}`, response)));
        }
      }
    }
    expect(complaints).toEqual([]);
    expect(await rowCounts(city.platform.adminUrl)).toEqual(before);
  }, 120_000);

  it('refuses requests without a token, with a broken one, and mutations without a key', async () => {
    const complaints: string[] = [];
    for (const { method, path, doc } of operations) {
      if (!doc.security) continue;
      for (const token of [undefined, 'not.a.token']) {
        const response = await send(method, url(path, randomUUID()), { token, key: randomUUID() });
        if (response.status !== 401) complaints.push(`${method} ${path} as ${token}: ${response.status}`);
      }
      if (!doc.parameters.some(({ name }) => name === 'Idempotency-Key')) continue;
      for (const token of Object.values(tokens)) {
        const response = await send(method, url(path, randomUUID()), { token, body: '{}' });
        complaints.push(...(await complaint(`${method} ${path} without a key`, response)));
      }
    }
    expect(complaints).toEqual([]);
  }, 60_000);

  it("refuses ids that do not exist, are not ids, or are somebody else's", async () => {
    const complaints: string[] = [];
    for (const { method, path } of operations) {
      if (!path.includes('{')) continue;
      for (const id of [randomUUID(), 'no-such-thing', '%00', "'; DROP TABLE trips; --", 'x'.repeat(300)]) {
        for (const token of Object.values(tokens)) {
          const body = method === 'GET' ? undefined : '{}';
          const response = await send(method, url(path, id), { token, key: randomUUID(), body });
          complaints.push(...(await complaint(`${method} ${path} of ${id.slice(0, 30)}`, response)));
        }
      }
    }
    expect(complaints).toEqual([]);
  }, 60_000);

  it('refuses queries that make no sense', async () => {
    const complaints: string[] = [];
    for (const { method, path, doc } of operations) {
      for (const { name } of doc.parameters.filter((parameter) => parameter.in === 'query')) {
        const query = new URLSearchParams({ [name]: '\u0000'.repeat(500) });
        for (const token of Object.values(tokens)) {
          const response = await send(method, `${url(path, randomUUID())}?${query}`, { token });
          complaints.push(...(await complaint(`${method} ${path}?${name}`, response)));
        }
      }
    }
    expect(complaints).toEqual([]);
  }, 60_000);

  it('answers unknown routes and methods with a problem', async () => {
    for (const path of ['/v1/nothing', '/v2/rides', '/v1/rides/x/y/z']) {
      const response = await fetch(city.platform.baseUrl + path);
      expect(await complaint(path, response)).toEqual([]);
    }
  });
});

/** Of the body; none for one that is no JSON. */
function fieldsOf({ requestBody }: OperationDoc, schemas: Record<string, BodySchema>): string[] {
  const schema = requestBody?.content['application/json']?.schema;
  const name = schema?.$ref?.split('/').at(-1);
  return Object.keys((name === undefined ? schema : schemas[name])?.properties ?? {});
}

/** Rows of every table that a request could change; claimed request ids, sign-in attempts and used limits aside. */
async function rowCounts(adminUrl: string): Promise<Record<string, number>> {
  const client = new pg.Client({ connectionString: adminUrl });
  await client.connect();
  try {
    const { rows } = await client.query<{ name: string; count: string }>(`
      SELECT table_schema || '.' || table_name AS name,
        (xpath('/row/c/text()', query_to_xml(format('SELECT count(*) AS c FROM %I.%I', table_schema, table_name),
          false, true, '')))[1]::text AS count
      FROM information_schema.tables
      WHERE table_schema IN ('user', 'driver', 'rider', 'trip', 'notification') AND table_type = 'BASE TABLE'
        AND table_name NOT LIKE '%attempt%' AND table_name NOT IN ('requests', 'rate_limits')
      ORDER BY 1`);
    return Object.fromEntries(rows.map(({ name, count }) => [name, Number(count)]));
  } finally {
    await client.end();
  }
}
