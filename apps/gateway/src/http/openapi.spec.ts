import type { Clock } from '@lastmile/config';
import type { Clients } from '../gateway.client.js';
import { socketEvents } from '../live/socket-events.js';
import type { FixRelay } from '../location/fix-relay.js';
import { allOperations } from '../gateway.operations.js';
import { openApiDocument } from './openapi.js';

describe('the OpenAPI document', () => {
  const operations = allOperations({} as Clients, {} as Clock, {} as FixRelay);
  const document = openApiDocument(operations) as {
    paths: Record<
      string,
      Record<string, { operationId: string; security?: unknown; parameters: { name: string; in: string }[] }>
    >;
    components: { schemas: Record<string, unknown> };
  };
  const described = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ path, method, ...operation })),
  );

  it('describes every operation once, each by a name of its own', () => {
    expect(described).toHaveLength(operations.length);
    expect(new Set(described.map(({ operationId }) => operationId)).size).toBe(operations.length);
  });

  it('names every path parameter, and asks for a token where one is needed', () => {
    // Braces belong to the OpenAPI document: a route declared with them would never match a request.
    expect(operations.map(({ path }) => path).filter((path) => /[{}]/.test(path))).toEqual([]);
    for (const { path, parameters } of described) {
      const named = parameters.filter((parameter) => parameter.in === 'path').map(({ name }) => name);
      expect(named).toEqual([...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name));
    }
    const open = described.filter(({ security }) => !security).map(({ path }) => path);
    expect(
      open.every((path) =>
        /^\/v1\/(users|sessions|password-resets|email-confirmations|stations|lines|trains|shared)/.test(path),
      ),
    ).toBe(true);
  });

  it('resolves every reference within itself', () => {
    const references = [...JSON.stringify(document).matchAll(/"#\/components\/schemas\/(\w+)"/g)].map(
      ([, name]) => name!,
    );
    expect(references.length).toBeGreaterThan(20);
    expect(references.filter((name) => !(name in document.components.schemas))).toEqual([]);
  });

  it('tells apart what may be left out of a request and what an answer always has', () => {
    const { Vehicle, VehicleInput } = document.components.schemas as Record<string, { required: string[] }>;
    expect(Vehicle!.required).toContain('wheelchairPlaces');
    expect(VehicleInput!.required).not.toContain('wheelchairPlaces');
  });

  it('declares how each refusal comes, and when to ask again', () => {
    for (const { responses } of described as unknown as { responses: Record<string, { headers?: object }> }[]) {
      expect(Object.keys(responses)).toEqual(expect.arrayContaining(['400', '405', '429', '500', '503', '504']));
      for (const code of ['429', '503']) expect(Object.keys(responses[code]!.headers!)).toEqual(['Retry-After']);
      expect(Object.keys(responses['405']!.headers!)).toEqual(['Allow']);
    }
  });

  it('every whole number says so, and every number has its limits', () => {
    type Parameter = { name: string; schema: { type?: string; minimum?: number; maximum?: number } };
    const numbers = (described as unknown as { parameters: Parameter[] }[])
      .flatMap(({ parameters }) => parameters)
      .filter(({ schema }) => schema.type === 'number' || schema.type === 'integer');
    expect(numbers.length).toBeGreaterThan(15);
    for (const { name, schema } of numbers) {
      expect({ name, minimum: typeof schema.minimum, maximum: typeof schema.maximum }).toEqual({
        name,
        minimum: 'number',
        maximum: 'number',
      });
      if (schema.type === 'number') expect(['lat', 'lon', 'radius']).toContain(name);
    }
  });

  it('roles are declared on every operation and socket event, and are roles', () => {
    for (const { access } of [...operations, ...socketEvents]) {
      if (access === 'public' || access === 'signed-in') continue;
      expect(access.length).toBeGreaterThan(0);
      for (const role of access) expect(['rider', 'driver', 'operator']).toContain(role);
    }
    expect(socketEvents.some(({ access }) => access === 'public')).toBe(false);
  });
});
