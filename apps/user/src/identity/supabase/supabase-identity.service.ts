// AUTH_PROVIDER=supabase: passwords, sessions and signing keys are stored by Supabase. Roles are copied into
// `app_metadata`, which only the service role key can write, so that its access tokens contain them. The project's
// recovery mail must link to our page with `{{ .TokenHash }}`, which ResetPassword takes as its token.
import { Logger } from '@nestjs/common';
import { personRoles, sessionRevoked } from '@lastmile/auth';
import { isDomainError } from '@lastmile/errors';
import {
  createClient,
  type AuthError,
  type Session as SupabaseSession,
  type SupabaseClient,
} from '@supabase/supabase-js';
import { decodeJwt, type JSONWebKeySet } from 'jose';
import { inOrder } from '../../user.core.js';
import type { UserRole } from '../../user.types.js';
import { emailTaken, providerUnavailable, resetTokenInvalid } from '../identity.error.js';
import { IdentityProvider } from '../identity-provider.service.js';
import {
  UNKNOWN_CLIENT,
  type EndedSession,
  type Enrollment,
  type NewAccount,
  type SignedIn,
} from '../identity.types.js';
import type { ResetRetryRepository } from './reset-retry.repository.js';
import { fetchWithTimeout } from './supabase-fetch.js';
import { toRefusal } from './supabase.error.js';

export interface SupabaseOptions {
  readonly url: string;
  readonly anonKey: string;
  readonly serviceRoleKey: string;
  /** Sends the client's address to Supabase, so that its limits count people and not us. The project must allow this. */
  readonly forwardsAddress?: boolean;
}

/** The client of a request; only the address is sent. */
type Asker = { readonly address: string };

/** The lifetime of Supabase's own recovery tokens, which can be configured in the project. */
const RESET_RETRY_MS = 3_600_000;

export class SupabaseIdentity extends IdentityProvider {
  private readonly logger = new Logger(SupabaseIdentity.name);

  constructor(
    private readonly options: SupabaseOptions,
    private readonly retries: Pick<ResetRetryRepository, 'find' | 'save'>,
  ) {
    super();
  }

  async enroll({ email, password }: NewAccount, client: Asker = UNKNOWN_CLIENT): Promise<Enrollment> {
    const { data, error } = await this.asking(client).auth.signUp({ email, password });
    if (error && !isAboutKnown(error)) throw toRefusal(error, 'sign-up');
    // Created by this call: with mail confirmation off there is a session, and a session never belongs to somebody
    // else's account.
    if (data.session) return { userId: data.session.user.id };
    // Find out whose account it is. With mail confirmation on, an unconfirmed address is answered like a new one, and a
    // confirmed one with an invented user without identities.
    const proven = await this.prove(email, password, client);
    const isTold = !error && data.user && data.user.identities?.length !== 0;
    if (proven.userId) return { userId: proven.userId };
    if (isTold) return { userId: data.user!.id };
    throw proven.unconfirmed;
  }

  async signIn(email: string, password: string, client: Asker = UNKNOWN_CLIENT): Promise<SignedIn> {
    const { data, error } = await this.asking(client).auth.signInWithPassword({ email, password });
    if (error) throw toRefusal(error, 'sign-in');
    return signedIn(data.session);
  }

  /** Supabase has no other way to check a password. */
  async provePassword(email: string, password: string, client: Asker = UNKNOWN_CLIENT): Promise<void> {
    const { session } = await this.signIn(email, password, client);
    await this.endSessions(session.accessToken, 'local');
  }

  async refresh(refreshToken: string, client: Asker = UNKNOWN_CLIENT): Promise<SignedIn> {
    const { data, error } = await this.asking(client).auth.refreshSession({ refresh_token: refreshToken });
    if (error) throw toRefusal(error, 'refresh');
    if (!data.session) throw sessionRevoked();
    return signedIn(data.session);
  }

  /** Supabase only ends sessions by access token, so the refresh token is exchanged for one first. */
  async signOut(refreshToken: string, client: Asker = UNKNOWN_CLIENT): Promise<EndedSession | undefined> {
    const { data, error } = await this.asking(client).auth.refreshSession({ refresh_token: refreshToken });
    if (error) {
      const refusal = toRefusal(error, 'refresh');
      if (refusal.kind === 'unauthenticated') return undefined;
      throw refusal;
    }
    if (!data.session) return undefined;
    await this.endSessions(data.session.access_token, 'local');
    const { session_id: sessionId } = decodeJwt(data.session.access_token);
    return typeof sessionId === 'string' ? { userId: data.session.user.id, sessionId } : undefined;
  }

  /** Errors of Supabase about mails would reveal that the address is known, so they are not passed on. */
  async requestPasswordReset(email: string, client: Asker = UNKNOWN_CLIENT): Promise<void> {
    const { error } = await this.asking(client).auth.resetPasswordForEmail(email);
    if (!error) return;
    if (!ABOUT_MAILS.has(error.code ?? '')) throw toRefusal(error, 'reset-mail');
    this.logger.warn({ reason: error.code }, 'Supabase mails no reset link');
  }

  async resetPassword(link: string, newPassword: string, client: Asker = UNKNOWN_CLIENT): Promise<string> {
    const token = (await this.retries.find(link, new Date())) ?? link;
    const { auth } = this.asking(client);
    const { data, error } = await auth.verifyOtp({ token_hash: token, type: 'recovery' });
    if (error) throw toRefusal(error, 'reset');
    if (!data.session) throw resetTokenInvalid();
    const { access_token: accessToken, user } = data.session;
    const updated = await auth.updateUser({ password: newPassword });
    // The same password again is also a success.
    if (updated.error && updated.error.code !== 'same_password') {
      await this.keep(link, user.email ?? '');
      throw toRefusal(updated.error, 'reset');
    }
    try {
      await this.endSessions(accessToken, 'global');
    } catch (error) {
      await this.keep(link, user.email ?? '');
      throw error;
    }
    return user.id;
  }

  async setRoles(userId: string, roles: readonly UserRole[]): Promise<void> {
    const { error } = await this.admin().updateUserById(userId, { app_metadata: { roles } });
    if (error) throw toRefusal(error, 'account');
  }

  async remove(userId: string): Promise<void> {
    const { error } = await this.admin().deleteUser(userId);
    if (error && error.code !== 'user_not_found') throw toRefusal(error, 'account');
  }

  async publicKeys(): Promise<JSONWebKeySet> {
    try {
      const response = await fetchWithTimeout(new URL('/auth/v1/.well-known/jwks.json', this.options.url));
      if (!response.ok) throw new Error(`key set: HTTP ${response.status}`);
      return (await response.json()) as JSONWebKeySet;
    } catch (error) {
      throw providerUnavailable(error);
    }
  }

  /**
   * Proves by the password whose account it is: an account may have been created before its profile, or somebody may
   * have created one directly at Supabase with another person's address. The password is checked before confirmation is
   * required.
   *
   * @throws DomainError already_exists EMAIL_TAKEN when it belongs to somebody else
   */
  private async prove(
    email: string,
    password: string,
    client: Asker,
  ): Promise<{ userId?: string; unconfirmed?: Error }> {
    try {
      return { userId: (await this.signIn(email, password, client)).userId };
    } catch (error) {
      if (!isDomainError(error)) throw error;
      if (error.reason === 'EMAIL_NOT_CONFIRMED') return { unconfirmed: error };
      throw error.kind === 'unauthenticated' ? emailTaken() : error;
    }
  }

  /** Makes the link usable again. Without this the person would have to request another one. */
  private async keep(link: string, email: string): Promise<void> {
    const { data, error } = await this.admin().generateLink({ type: 'recovery', email });
    const now = new Date();
    const token = error ? undefined : data.properties.hashed_token;
    if (token) await this.retries.save(link, token, now, new Date(now.getTime() + RESET_RETRY_MS));
    else this.logger.warn({ reason: error?.code }, 'a reset link is used up, its password was refused');
  }

  private async endSessions(accessToken: string, scope: 'local' | 'global'): Promise<void> {
    const { error } = await this.admin().signOut(accessToken, scope);
    if (error && error.name !== 'AuthSessionMissingError') throw toRefusal(error, 'refresh');
  }

  /**
   * A client remembers who signed in last, so every operation gets its own. Only a secret key may send other people's
   * addresses.
   */
  private asking({ address }: Asker): SupabaseClient {
    const { anonKey, serviceRoleKey, forwardsAddress } = this.options;
    return forwardsAddress && address !== ''
      ? this.client(serviceRoleKey, { 'sb-forwarded-for': address })
      : this.client(anonKey);
  }

  private admin() {
    return this.client(this.options.serviceRoleKey).auth.admin;
  }

  private client(key: string, headers: Record<string, string> = {}): SupabaseClient {
    return createClient(this.options.url, key, {
      auth: { persistSession: false, autoRefreshToken: false, detectSessionInUrl: false },
      global: { fetch: fetchWithTimeout, headers },
    });
  }
}

/** The third code means that the address is unconfirmed and was mailed less than a minute ago. */
const ABOUT_KNOWN = new Set(['user_already_exists', 'email_exists', 'over_email_send_rate_limit']);
const isAboutKnown = ({ code = '' }: AuthError): boolean => ABOUT_KNOWN.has(code);
const ABOUT_MAILS = new Set(['over_email_send_rate_limit', 'email_address_not_authorized', 'user_not_found']);

const signedIn = ({ user, ...session }: SupabaseSession): SignedIn => ({
  userId: user.id,
  roles: inOrder(personRoles(metadataOf(session.access_token)?.roles) as UserRole[]),
  session: {
    accessToken: session.access_token,
    expireTime: new Date((session.expires_at ?? Math.floor(Date.now() / 1000) + session.expires_in) * 1000),
    refreshToken: session.refresh_token,
  },
});

const metadataOf = (accessToken: string) => decodeJwt<{ app_metadata?: { roles?: unknown } }>(accessToken).app_metadata;
