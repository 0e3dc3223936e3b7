// A small Supabase Auth for tests: the REST endpoints that the Supabase identity uses, answering as version 2.196 was seen to,
// or as its source says (internal/api of supabase/auth). It is no proof that the real one answers so.
import { randomBytes, randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, generateKeyPair, jwtVerify, SignJWT, type CryptoKey, type JWK } from 'jose';

interface Account {
  readonly id: string;
  readonly email: string;
  password: string;
  appMetadata: Record<string, unknown>;
  confirmed: boolean;
  banned: boolean;
  /** When its mails of each kind were sent last. */
  readonly mailTimes: Map<string, number>;
}
interface RefreshToken {
  readonly token: string;
  readonly parent: string | undefined;
  revoked: boolean;
  updateTime: number;
}
interface GrantedSession {
  readonly id: string;
  readonly account: Account;
  readonly tokens: RefreshToken[];
}
export interface SeenRequest {
  readonly method: string;
  readonly path: string;
  readonly apikey: string | undefined;
  readonly bearer: string | undefined;
  readonly forwardedFor: string | undefined;
  readonly body: Record<string, unknown>;
}

/** What goes over the wire when a request is refused. */
class Refused extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    readonly more: object = {},
  ) {
    super(code);
  }
}

/** GOTRUE_SMTP_MAX_FREQUENCY. */
const MAIL_INTERVAL_MS = 60_000;
/** GOTRUE_SECURITY_REFRESH_TOKEN_REUSE_INTERVAL as hosted projects have it. */
const REUSE_MS = 10_000;
/** bcrypt's. */
const MOST_PASSWORD_BYTES = 72;
/** What one address may do at once at each limited endpoint. */
const BURST = 30;
const VERSION_HEADER = 'x-supabase-api-version';

export class GoTrue {
  readonly seen: SeenRequest[] = [];
  /** Newest recovery token of an address, as its mail would carry it. */
  readonly mailed = new Map<string, string>();
  /** Answers everything with this status, as an overloaded gateway does. */
  failWith: number | undefined;
  /** Answers requests to this path, such as `POST /recover`, with this code. */
  readonly refuse = new Map<string, readonly [status: number, code: string]>();
  /** Wants addresses confirmed (GOTRUE_MAILER_AUTOCONFIRM=false). */
  confirmsMail = false;
  /** Signs with a shared secret: no key is published. */
  isSymmetric = false;
  /** Limits what one address may do; off, as tests do more than that. */
  isLimited = false;
  /** GOTRUE_SECURITY_SB_FORWARDED_FOR_ENABLED. */
  believesForwarded = false;

  private skewMs = 0;
  private readonly spent = new Map<string, number>();
  private readonly accounts = new Map<string, Account>();
  private readonly recoveries = new Map<string, Account>();
  private sessions: GrantedSession[] = [];
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

  /** Lets time pass there; tokens stay valid. */
  advance(seconds: number): void {
    this.skewMs += seconds * 1_000;
  }

  ban(email: string): void {
    this.accounts.get(email)!.banned = true;
  }

  /** As the link of the confirmation mail does. */
  confirm(email: string): void {
    this.accounts.get(email)!.confirmed = true;
  }

  rolesOf(email: string): unknown {
    return this.accounts.get(email)?.appMetadata.roles;
  }

  private get now(): number {
    return Date.now() + this.skewMs;
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
      forwardedFor: request.headers['sb-forwarded-for'] as string | undefined,
      body: text ? (JSON.parse(text) as Record<string, unknown>) : {},
    };
    this.seen.push(seen);
    const reply = (status: number, body: unknown, headers: Record<string, string> = {}) =>
      response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));
    // The version is echoed on errors alone, to those who asked for one.
    const asked = request.headers[VERSION_HEADER] as string | undefined;
    const refuse = (status: number, code: string, more: object = {}) =>
      asked
        ? reply(status, { code, message: code, ...more }, { [VERSION_HEADER]: asked })
        : reply(status, { code: status, error_code: code, msg: code, ...more });
    try {
      if (this.failWith !== undefined) return void reply(this.failWith, { message: 'upstream' });
      const answer = await this.answer(seen);
      if (answer === undefined) response.writeHead(204).end();
      else reply(200, answer);
    } catch (error) {
      if (error instanceof Refused) refuse(error.status, error.code, error.more);
      else refuse(500, 'unexpected_failure');
    }
  }

  private async answer(seen: SeenRequest): Promise<unknown> {
    const { method, path, apikey, bearer, body } = seen;
    if (method === 'GET' && path === '/.well-known/jwks.json') {
      return { keys: this.isSymmetric ? [] : [this.publicJwk] };
    }
    if (apikey !== this.anonKey && apikey !== this.serviceRoleKey) throw new Refused(401, 'no_authorization');
    const endpoint = `${method} ${path.replace(/\/admin\/users\/.*/, '/admin/users/:id')}`;
    const ordered = this.refuse.get(endpoint);
    if (ordered) throw new Refused(...ordered);
    this.limit(endpoint, seen);
    if (path.startsWith('/admin') && bearer !== this.serviceRoleKey) throw new Refused(403, 'not_admin');
    switch (endpoint) {
      case 'POST /signup':
        return this.signUp(String(body.email), String(body.password));
      case 'POST /token?grant_type=password':
        return this.signIn(String(body.email), String(body.password));
      case 'POST /token?grant_type=refresh_token':
        return this.refresh(String(body.refresh_token));
      case 'POST /logout?scope=local':
      case 'POST /logout?scope=global':
        return this.logout(await this.sessionOf(bearer), path.endsWith('global'));
      case 'POST /recover':
        return this.recover(String(body.email));
      case 'POST /verify':
        return this.verify(String(body.token_hash), String(body.type));
      case 'PUT /user':
        return this.changePassword(await this.sessionOf(bearer), String(body.password));
      case 'PUT /admin/users/:id':
        return this.update(path.split('/').at(-1)!, body.app_metadata as Record<string, unknown>);
      case 'GET /admin/users/:id':
        return userOf(this.accountOf(path.split('/').at(-1)!));
      case 'DELETE /admin/users/:id':
        return this.remove(path.split('/').at(-1)!);
      case 'POST /admin/generate_link':
        return this.generateLink(String(body.email));
      default:
        throw new Refused(404, 'not_found');
    }
  }

  /** The 429 says with its code, and with no Retry-After. */
  private limit(endpoint: string, { apikey, forwardedFor }: SeenRequest): void {
    if (!this.isLimited || endpoint.includes('/admin')) return;
    const address = this.believesForwarded && apikey === this.serviceRoleKey ? forwardedFor : undefined;
    const key = `${endpoint} of ${address ?? 'the one server'}`;
    const spent = (this.spent.get(key) ?? 0) + 1;
    this.spent.set(key, spent);
    if (spent > BURST) throw new Refused(429, 'over_request_rate_limit');
  }

  private signUp(email: string, password: string): unknown {
    this.judge(password);
    const known = this.accounts.get(email);
    if (known?.confirmed) {
      if (!this.confirmsMail) throw new Refused(422, 'user_already_exists');
      return { ...userOf(known), id: randomUUID(), identities: [], app_metadata: { provider: 'email' } };
    }
    // An account that nobody has confirmed is left as it is: its password may be somebody else's.
    const account: Account = known ?? {
      ...{ id: randomUUID(), email, password, appMetadata: { provider: 'email' } },
      ...{ confirmed: !this.confirmsMail, banned: false, mailTimes: new Map() },
    };
    if (this.confirmsMail) this.mail(account, 'confirmation');
    this.accounts.set(email, account);
    return account.confirmed ? this.grant(account) : userOf(account);
  }

  private signIn(email: string, password: string): Promise<unknown> {
    const account = this.accounts.get(email);
    if (account?.banned) throw new Refused(400, 'user_banned');
    if (account?.password !== password) throw new Refused(400, 'invalid_credentials');
    if (!account.confirmed) throw new Refused(400, 'email_not_confirmed');
    return this.grant(account);
  }

  private refresh(token: string): Promise<unknown> {
    if (!/^[a-z0-9]{12}$/.test(token)) throw new Refused(400, 'validation_failed');
    const session = this.sessions.find(({ tokens }) => tokens.some((each) => each.token === token));
    const presented = session?.tokens.find((each) => each.token === token);
    if (!session || !presented) throw new Refused(400, 'refresh_token_not_found');
    if (session.account.banned) throw new Refused(400, 'user_banned');
    if (!presented.revoked) {
      this.renew(session, presented);
      return this.describe(session);
    }
    const active = session.tokens.find(({ revoked }) => !revoked);
    // However old: the client may not have got what this one was exchanged for.
    if (active?.parent === token) return this.describe(session);
    if (this.now > presented.updateTime + REUSE_MS) {
      for (const each of session.tokens) each.revoked = true;
      throw new Refused(400, 'refresh_token_already_used');
    }
    this.renew(session, presented);
    return this.describe(session);
  }

  private renew(session: GrantedSession, parent: RefreshToken): void {
    for (const each of session.tokens.filter(({ revoked }) => !revoked)) {
      each.revoked = true;
      each.updateTime = this.now;
    }
    session.tokens.push({ token: newToken(), parent: parent.token, revoked: false, updateTime: this.now });
  }

  private logout(session: GrantedSession, everywhere: boolean): undefined {
    const isOver = (each: GrantedSession) => each === session || (everywhere && each.account === session.account);
    this.sessions = this.sessions.filter((each) => !isOver(each));
  }

  private recover(email: string): object {
    const account = this.accounts.get(email);
    if (account) {
      this.mail(account, 'recovery');
      this.mailed.set(email, this.newRecovery(account));
    }
    return {};
  }

  private mail(account: Account, kind: string): void {
    const last = account.mailTimes.get(kind) ?? -Infinity;
    if (this.now < last + MAIL_INTERVAL_MS) throw new Refused(429, 'over_email_send_rate_limit');
    account.mailTimes.set(kind, this.now);
  }

  /** The newest one counts. */
  private newRecovery(account: Account): string {
    for (const [token, whose] of this.recoveries) if (whose === account) this.recoveries.delete(token);
    const token = randomBytes(28).toString('hex');
    this.recoveries.set(token, account);
    return token;
  }

  private verify(token: string, type: string): Promise<unknown> {
    const account = this.recoveries.get(token);
    if (!account || type !== 'recovery') throw new Refused(403, 'otp_expired');
    this.recoveries.delete(token);
    account.confirmed = true;
    return this.grant(account);
  }

  private generateLink(email: string): unknown {
    const account = this.accounts.get(email);
    if (!account) throw new Refused(404, 'user_not_found');
    return { ...userOf(account), hashed_token: this.newRecovery(account), verification_type: 'recovery' };
  }

  private changePassword(session: GrantedSession, password: string): unknown {
    const { account } = session;
    this.judge(password);
    if (password === account.password) throw new Refused(422, 'same_password');
    account.password = password;
    // The others end with the password they were opened by.
    this.sessions = this.sessions.filter((each) => each === session || each.account !== account);
    return userOf(account);
  }

  private judge(password: string): void {
    if (Buffer.byteLength(password) > MOST_PASSWORD_BYTES) throw new Refused(400, 'validation_failed');
    if (password !== 'password12') return;
    throw new Refused(422, 'weak_password', { weak_password: { reasons: ['pwned'] } });
  }

  private update(id: string, appMetadata: Record<string, unknown>): unknown {
    const account = this.accountOf(id);
    account.appMetadata = { ...account.appMetadata, ...appMetadata };
    return userOf(account);
  }

  private remove(id: string): object {
    const account = this.accountOf(id);
    this.accounts.delete(account.email);
    this.sessions = this.sessions.filter((session) => session.account !== account);
    return {};
  }

  private accountOf(id: string): Account {
    const account = [...this.accounts.values()].find((candidate) => candidate.id === id);
    if (!account) throw new Refused(404, 'user_not_found');
    return account;
  }

  private grant(account: Account): Promise<unknown> {
    const first = { token: newToken(), parent: undefined, revoked: false, updateTime: this.now };
    const session = { id: randomUUID(), account, tokens: [first] };
    this.sessions.push(session);
    return this.describe(session);
  }

  private async describe({ id, account, tokens }: GrantedSession): Promise<unknown> {
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
      refresh_token: tokens.at(-1)!.token,
      user: userOf(account),
    };
  }

  private async sessionOf(bearer: string | undefined): Promise<GrantedSession> {
    const { payload } = await jwtVerify(bearer ?? '', this.publicKey).catch(() => {
      throw new Refused(403, 'bad_jwt');
    });
    const session = this.sessions.find(({ id }) => id === payload.session_id);
    if (!session) throw new Refused(403, 'session_not_found');
    if (session.account.banned) throw new Refused(403, 'user_banned');
    return session;
  }
}

/** Twelve small letters and digits. */
const newToken = (): string =>
  BigInt(`0x${randomBytes(10).toString('hex')}`)
    .toString(36)
    .padStart(12, '0')
    .slice(-12);

const userOf = ({ id, email, appMetadata, confirmed }: Account) => ({
  id,
  email,
  aud: 'authenticated',
  role: 'authenticated',
  app_metadata: appMetadata,
  user_metadata: {},
  identities: [{ id, provider: 'email' }],
  ...(confirmed && { email_confirmed_at: new Date().toISOString() }),
  created_at: new Date().toISOString(),
});
