// A small GoTrue for tests: the REST endpoints that the Supabase identity uses, as its documentation describes them, with
// mail confirmation off, rotating refresh tokens and reuse detection.
import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, generateKeyPair, jwtVerify, SignJWT, type CryptoKey, type JWK } from 'jose';

interface Account {
  readonly id: string;
  readonly email: string;
  password: string;
  appMetadata: Record<string, unknown>;
}
interface GrantedSession {
  readonly id: string;
  readonly account: Account;
  readonly used: Set<string>;
  newest: string;
  ended: boolean;
}
export interface SeenRequest {
  readonly method: string;
  readonly path: string;
  readonly apikey: string | undefined;
  readonly bearer: string | undefined;
  readonly body: Record<string, unknown>;
}

/** What goes over the wire when a request is refused. */
class Refused extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
  ) {
    super(code);
  }
}

export class GoTrue {
  readonly seen: SeenRequest[] = [];
  /** Newest recovery token of an address, as its mail would carry it. */
  readonly mailed = new Map<string, string>();
  /** Answers everything with this status, as an overloaded gateway does. */
  failWith: number | undefined;
  /** As if the reuse interval of every used refresh token were over. */
  reuseIsTheft = false;

  private readonly accounts = new Map<string, Account>();
  private readonly sessions: GrantedSession[] = [];
  private readonly server = createServer((request, response) => void this.serve(request, response));

  private constructor(
    readonly anonKey: string,
    readonly serviceRoleKey: string,
    private readonly privateKey: CryptoKey,
    private readonly publicKey: CryptoKey,
    private readonly publicJwk: JWK,
  ) {}

  static async start(): Promise<GoTrue> {
    const { privateKey, publicKey } = await generateKeyPair('ES256');
    const jwk = { ...(await exportJWK(publicKey)), kid: 'gotrue', alg: 'ES256', use: 'sig' };
    const gotrue = new GoTrue('anon-key', 'service-role-key', privateKey, publicKey, jwk);
    await new Promise<void>((resolve) => gotrue.server.listen(0, '127.0.0.1', resolve));
    return gotrue;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  get issuer(): string {
    return `${this.url}/auth/v1`;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const text = Buffer.concat(chunks).toString();
    const seen: SeenRequest = {
      method: request.method ?? '',
      path: (request.url ?? '').replace('/auth/v1', ''),
      apikey: request.headers.apikey as string | undefined,
      bearer: request.headers.authorization?.replace('Bearer ', ''),
      body: text ? (JSON.parse(text) as Record<string, unknown>) : {},
    };
    this.seen.push(seen);
    const reply = (status: number, body: unknown) =>
      response
        .writeHead(status, { 'content-type': 'application/json', 'x-supabase-api-version': '2024-01-01' })
        .end(JSON.stringify(body));
    try {
      if (this.failWith !== undefined) reply(this.failWith, { message: 'upstream' });
      else reply(200, await this.answer(seen));
    } catch (error) {
      if (error instanceof Refused) reply(error.status, { code: error.code, message: error.code });
      else reply(500, { code: 'unexpected_failure', message: String(error) });
    }
  }

  private async answer({ method, path, apikey, bearer, body }: SeenRequest): Promise<unknown> {
    if (method === 'GET' && path === '/.well-known/jwks.json') return { keys: [this.publicJwk] };
    if (apikey !== this.anonKey && apikey !== this.serviceRoleKey) throw new Refused(401, 'no_authorization');
    switch (`${method} ${path.replace(/\/admin\/users\/.*/, '/admin/users/:id')}`) {
      case 'POST /signup':
        return this.signUp(String(body.email), String(body.password));
      case 'POST /token?grant_type=password':
        return this.signIn(String(body.email), String(body.password));
      case 'POST /token?grant_type=refresh_token':
        return this.refresh(String(body.refresh_token));
      case 'POST /logout?scope=local':
      case 'POST /logout?scope=global':
        return this.logout(await this.sessionOf(bearer), path.endsWith('global'));
      case 'POST /recover': {
        if (this.accounts.has(String(body.email))) this.mailed.set(String(body.email), randomUUID());
        return {};
      }
      case 'POST /verify':
        return this.recover(String(body.token_hash), String(body.type));
      case 'PUT /user': {
        const { account } = await this.sessionOf(bearer);
        if (body.password === account.password) throw new Refused(422, 'same_password');
        account.password = String(body.password);
        return userOf(account);
      }
      case 'PUT /admin/users/:id':
        if (bearer !== this.serviceRoleKey) throw new Refused(403, 'not_admin');
        return this.update(path.split('/').at(-1)!, body.app_metadata as Record<string, unknown>);
      default:
        throw new Refused(404, 'not_found');
    }
  }

  private signUp(email: string, password: string): Promise<unknown> {
    if (this.accounts.has(email)) throw new Refused(422, 'user_already_exists');
    if (password === 'password12') throw new Refused(422, 'weak_password');
    const account = { id: randomUUID(), email, password, appMetadata: { provider: 'email' } };
    this.accounts.set(email, account);
    return this.grant(account);
  }

  private signIn(email: string, password: string): Promise<unknown> {
    const account = this.accounts.get(email);
    if (account?.password !== password) throw new Refused(400, 'invalid_credentials');
    return this.grant(account);
  }

  private refresh(token: string): Promise<unknown> {
    const session = this.sessions.find(({ newest, used }) => newest === token || used.has(token));
    if (!session) throw new Refused(400, 'refresh_token_not_found');
    if (session.ended) throw new Refused(400, 'session_not_found');
    if (session.used.has(token) && this.reuseIsTheft) {
      session.ended = true;
      throw new Refused(400, 'refresh_token_already_used');
    }
    session.used.add(session.newest);
    session.newest = randomUUID();
    return this.describe(session);
  }

  private logout(session: GrantedSession, everywhere: boolean): object {
    for (const other of this.sessions) {
      if (other === session || (everywhere && other.account === session.account)) other.ended = true;
    }
    return {};
  }

  private recover(token: string, type: string): Promise<unknown> {
    const email = [...this.mailed].find(([, mailed]) => mailed === token)?.[0];
    if (!email || type !== 'recovery') throw new Refused(403, 'otp_expired');
    this.mailed.delete(email);
    return this.grant(this.accounts.get(email)!);
  }

  private update(id: string, appMetadata: Record<string, unknown>): unknown {
    const account = [...this.accounts.values()].find((candidate) => candidate.id === id);
    if (!account) throw new Refused(404, 'user_not_found');
    account.appMetadata = { ...account.appMetadata, ...appMetadata };
    return userOf(account);
  }

  private grant(account: Account): Promise<unknown> {
    const session = { id: randomUUID(), account, used: new Set<string>(), newest: randomUUID(), ended: false };
    this.sessions.push(session);
    return this.describe(session);
  }

  private async describe({ id, account, newest }: GrantedSession): Promise<unknown> {
    const access_token = await new SignJWT({ session_id: id, app_metadata: account.appMetadata })
      .setProtectedHeader({ alg: 'ES256', kid: 'gotrue' })
      .setSubject(account.id)
      .setIssuer(this.issuer)
      .setAudience('authenticated')
      .setIssuedAt()
      .setExpirationTime('1h')
      .sign(this.privateKey);
    const expires_at = Math.floor(Date.now() / 1000) + 3600;
    return {
      access_token,
      token_type: 'bearer',
      expires_in: 3600,
      expires_at,
      refresh_token: newest,
      user: userOf(account),
    };
  }

  private async sessionOf(bearer: string | undefined): Promise<GrantedSession> {
    const { payload } = await jwtVerify(bearer ?? '', this.publicKey).catch(() => {
      throw new Refused(403, 'bad_jwt');
    });
    const session = this.sessions.find(({ id, ended }) => id === payload.session_id && !ended);
    if (!session) throw new Refused(403, 'session_not_found');
    return session;
  }
}

const userOf = ({ id, email, appMetadata }: Account) => ({
  id,
  email,
  aud: 'authenticated',
  role: 'authenticated',
  app_metadata: appMetadata,
  user_metadata: {},
  identities: [{ id, provider: 'email' }],
  created_at: new Date().toISOString(),
});
