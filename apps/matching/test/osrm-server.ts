// A routing server for tests: real HTTP, OSRM's table protocol, and a city whose streets run north-south and east-west.
import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { LatLng } from '@lastmile/geo';

/** As OSRM's own default. */
const MAX_TABLE_SIZE = 100;

export interface TableRequest {
  readonly path: string;
  readonly places: readonly LatLng[];
  readonly sources: readonly number[];
  readonly destinations: readonly number[];
}
export interface TableAnswer {
  code: string;
  durations: unknown;
}

export class OsrmServer {
  readonly requests: TableRequest[] = [];
  /** Replaced by tests: what is sent instead of the table. */
  answer: (table: TableAnswer, response: ServerResponse) => void = send;
  private constructor(
    private readonly server: Server,
    readonly url: string,
  ) {}

  static async start(): Promise<OsrmServer> {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const osrm = new OsrmServer(server, `http://127.0.0.1:${(server.address() as AddressInfo).port}`);
    server.on('request', ({ url = '' }, response: ServerResponse) => osrm.serve(url, response));
    return osrm;
  }

  /** Also ends connections that wait for an answer. */
  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  clear(): void {
    this.requests.length = 0;
    this.answer = send;
  }

  /** How many pairs were asked for. */
  get pairs(): number {
    return this.requests.reduce((sum, { sources, destinations }) => sum + sources.length * destinations.length, 0);
  }

  private serve(path: string, response: ServerResponse): void {
    const { pathname, searchParams } = new URL(path, this.url);
    const [, coordinates] = /^\/table\/v1\/driving\/([\d.,;-]+)$/.exec(pathname) ?? [];
    if (!coordinates || searchParams.get('annotations') !== 'duration') return refuse(response, 'InvalidUrl');
    const places = coordinates.split(';').map((pair) => {
      const [longitude, latitude] = pair.split(',').map(Number);
      return { latitude: latitude!, longitude: longitude! };
    });
    const named = (name: string) => searchParams.get(name)?.split(';').map(Number) ?? places.map((_, index) => index);
    const [sources, destinations] = [named('sources'), named('destinations')];
    this.requests.push({ path, places, sources, destinations });
    if (places.length > MAX_TABLE_SIZE) return refuse(response, 'TooBig');
    const durations = sources.map((from) => destinations.map((to) => streetSeconds(places[from]!, places[to]!)));
    this.answer({ code: 'Ok', durations }, response);
  }
}

/** Around the block: 8 m/s along the streets, and southbound is slow. */
export function streetSeconds(from: LatLng, to: LatLng): number {
  const north = (to.latitude - from.latitude) * 111_195;
  const east = (to.longitude - from.longitude) * 84_000;
  return Math.round((Math.max(north, -2 * north) + Math.abs(east)) / 0.8) / 10;
}

function send(answer: TableAnswer, response: ServerResponse): void {
  response.setHeader('content-type', 'application/json').end(JSON.stringify(answer));
}

function refuse(response: ServerResponse, code: string): void {
  response.statusCode = 400;
  send({ code, durations: undefined }, response);
}
