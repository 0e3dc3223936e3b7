// An API server as far as the monitor needs one: lists with a version, watches as lines of JSON from a version on, expiry
// (410 Gone) as a status or inside the stream, and writes with optimistic locking. Real HTTPS; what it knows outlives a restart.
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { selfSigned } from './self-signed.js';

const TOKEN = 'service-account-token';
const NAMESPACE = 'lastmile';

export type Resource = 'pods' | 'deployments' | 'horizontalpodautoscalers' | 'leases';

interface K8sObject {
  metadata: { name: string; uid?: string; resourceVersion?: string; [field: string]: unknown };
  [field: string]: unknown;
}
interface Change {
  readonly version: number;
  readonly resource: string;
  readonly type: 'ADDED' | 'MODIFIED' | 'DELETED';
  readonly object: K8sObject;
}
interface OpenWatch {
  readonly resource: string;
  readonly response: ServerResponse;
}

/** One listener of the server: a replica that has its own can be cut off alone. */
export interface Door {
  readonly port: number;
  open(): Promise<void>;
  /** Breaks every connection. */
  close(): Promise<void>;
}

export class KubernetesServer {
  /** Below it lies an account, as it is mounted into containers. */
  readonly root = mkdtempSync(join(tmpdir(), 'lastmile-account-'));
  private readonly tls = selfSigned();
  /** How often each resource was listed. */
  readonly lists = new Map<string, number>();
  /** How an expired version is told to whoever asks for a watch from it. */
  goneAs: 'status' | 'stream' = 'stream';
  private version = 100;
  private oldest = 0;
  private readonly objects = new Map<string, Map<string, K8sObject>>();
  private readonly changes: Change[] = [];
  private readonly watches = new Set<OpenWatch>();
  private readonly doors: Door[] = [];

  constructor() {
    const account = join(this.root, 'var/run/secrets/kubernetes.io/serviceaccount');
    mkdirSync(account, { recursive: true });
    const files = { namespace: NAMESPACE, token: TOKEN, 'ca.crt': this.tls.cert };
    for (const [name, text] of Object.entries(files)) writeFileSync(join(account, name), text);
  }

  async door(): Promise<Door> {
    const door = await openDoor(this.tls, (request, response) => this.answer(request, response));
    this.doors.push(door);
    return door;
  }

  async close(): Promise<void> {
    for (const door of this.doors) await door.close();
    rmSync(this.root, { recursive: true });
  }

  /** Makes or replaces an object. */
  put(resource: Resource, object: K8sObject): K8sObject {
    const all = this.all(resource);
    const { name } = object.metadata;
    const type = all.has(name) ? 'MODIFIED' : 'ADDED';
    const stored = { ...object, metadata: { uid: name, ...object.metadata, resourceVersion: `${++this.version}` } };
    all.set(name, stored);
    this.tell({ version: this.version, resource, type, object: stored });
    return stored;
  }

  remove(resource: Resource, name: string): void {
    const object = this.all(resource).get(name)!;
    this.all(resource).delete(name);
    this.tell({ version: ++this.version, resource, type: 'DELETED', object });
  }

  get(resource: Resource, name: string): K8sObject | undefined {
    return this.all(resource).get(name);
  }

  /** Says how far everything is, without an object. */
  bookmark(): void {
    const object = { metadata: { resourceVersion: `${this.version}` } };
    for (const { response } of this.watches) line(response, { type: 'BOOKMARK', object });
  }

  /** Forgets its history, as etcd does after five minutes. */
  compact(): void {
    this.oldest = ++this.version;
  }

  /** Tells open watches that they have expired. */
  expireWatches(): void {
    for (const { response } of this.watches) response.end(`${JSON.stringify({ type: 'ERROR', object: GONE })}\n`);
    this.watches.clear();
  }

  /** Breaks the connections of open watches. */
  cutWatches(): void {
    for (const { response } of this.watches) response.destroy();
    this.watches.clear();
  }

  get openWatches(): number {
    return this.watches.size;
  }

  private all(resource: string): Map<string, K8sObject> {
    const all = this.objects.get(resource) ?? new Map<string, K8sObject>();
    this.objects.set(resource, all);
    return all;
  }

  private tell(change: Change): void {
    this.changes.push(change);
    for (const watch of this.watches) if (watch.resource === change.resource) line(watch.response, change);
  }

  private answer(request: IncomingMessage, response: ServerResponse): void {
    const url = new URL(request.url!, 'https://localhost');
    const path = new RegExp(`^/(?:api/v1|apis/[a-z.0-9]+/v\\d)/namespaces/${NAMESPACE}/([a-z]+)(?:/([\\w-]+))?$`);
    const [, resource, name] = path.exec(url.pathname) ?? [];
    if (request.headers.authorization !== `Bearer ${TOKEN}`) return refuse(response, 401, 'Unauthorized');
    if (!resource) return refuse(response, 404, 'NotFound');
    if (request.method !== 'GET') return void this.write(request, response, resource, name);
    if (url.searchParams.get('watch') === 'true') return this.watch(url.searchParams, response, resource);
    if (!name) return this.list(response, resource);
    const found = this.all(resource).get(name);
    return found ? json(response, 200, found) : refuse(response, 404, 'NotFound');
  }

  private list(response: ServerResponse, resource: string): void {
    this.lists.set(resource, (this.lists.get(resource) ?? 0) + 1);
    const items = [...this.all(resource).values()];
    json(response, 200, { kind: 'List', metadata: { resourceVersion: `${this.version}` }, items });
  }

  private watch(query: URLSearchParams, response: ServerResponse, resource: string): void {
    const from = Number(query.get('resourceVersion'));
    const isGone = from < this.oldest;
    if (isGone && this.goneAs === 'status') return json(response, 410, GONE);
    response.writeHead(200, { 'content-type': 'application/json' });
    response.flushHeaders();
    if (isGone) return void response.end(`${JSON.stringify({ type: 'ERROR', object: GONE })}\n`);
    for (const change of this.changes) {
      if (change.resource === resource && change.version > from) line(response, change);
    }
    const watch = { resource, response };
    this.watches.add(watch);
    response.on('close', () => this.watches.delete(watch));
  }

  private async write(request: IncomingMessage, response: ServerResponse, resource: string, name?: string) {
    const body = JSON.parse(Buffer.concat(await request.toArray()).toString()) as K8sObject;
    const found = this.all(resource).get(body.metadata.name);
    if (request.method === 'POST' && found) return refuse(response, 409, 'AlreadyExists');
    if (request.method === 'PUT' && (!found || name !== body.metadata.name)) return refuse(response, 404, 'NotFound');
    const version = body.metadata.resourceVersion;
    if (found && version && version !== found.metadata.resourceVersion) return refuse(response, 409, 'Conflict');
    json(response, request.method === 'POST' ? 201 : 200, this.put(resource as Resource, body));
  }
}

const GONE = {
  kind: 'Status',
  apiVersion: 'v1',
  metadata: {},
  status: 'Failure',
  reason: 'Expired',
  code: 410,
  message: 'too old resource version',
};

function json(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

const refuse = (response: ServerResponse, code: number, reason: string): void =>
  json(response, code, { kind: 'Status', status: 'Failure', metadata: {}, reason, code, message: reason });

/** In two pieces, as networks cut it. */
function line(response: ServerResponse, { type, object }: { type: string; object: unknown }): void {
  const text = `${JSON.stringify({ type, object })}\n`;
  response.write(text.slice(0, 20));
  response.write(text.slice(20));
}

async function openDoor(
  tls: { key: string; cert: string },
  handle: (request: IncomingMessage, response: ServerResponse) => void,
): Promise<Door> {
  let server: Server | undefined;
  let port = 0;
  const open = async () => {
    server = createServer(tls, handle).listen(port, '127.0.0.1');
    await once(server, 'listening');
    ({ port } = server.address() as AddressInfo);
  };
  await open();
  return {
    port,
    open,
    close: async () => {
      if (!server?.listening) return;
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}
