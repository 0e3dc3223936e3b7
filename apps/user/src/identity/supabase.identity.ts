// AUTH_PROVIDER=supabase: passwords, sessions and signing keys are Supabase's. Roles are mirrored into `app_metadata`, which
// only the service role key can write, so that its access tokens carry them.
// The project's recovery mail must link to our page with `{{ .TokenHash }}`, which ResetPassword takes as its token.
import {
  createClient,
  type AuthError,
  type Session as SupabaseSession,
  type SupabaseClient,
} from '@supabase/supabase-js';
import { decodeJwt, type JSONWebKeySet } from 'jose';
import type { UserRole } from '../user.types.js';
import { emailTaken, providerUnavailable, resetTokenInvalid, sessionRevoked } from './identity.errors.js';
import {
  IdentityProvider,
  type EndedSession,
  type Enrollment,
  type NewAccount,
  type SignedIn,
} from './identity-provider.js';
import { patientOnce } from './supabase.fetch.js';
import { toRefusal } from './supabase.errors.js';

export interface SupabaseOptions {
  readonly url: string;
  readonly anonKey: string;
  readonly serviceRoleKey: string;
}

export class SupabaseIdentity extends IdentityProvider {
  constructor(private readonly options: SupabaseOptions) {
    super();
  }

  async enroll({ email, password }: NewAccount): Promise<Enrollment> {
    const { data, error } = await this.anonymous().auth.signUp({ email, password });
    // With mail confirmation on, a known address gets an invented user without identities instead of an error.
    const known = error ? isKnown(error) : data.user?.identities?.length === 0;
    if (known) return this.adopt(email, password);
    if (error) throw toRefusal(error);
    return { userId: data.user!.id };
  }

  async signIn(email: string, password: string): Promise<SignedIn> {
    const { data, error } = await this.anonymous().auth.signInWithPassword({ email, password });
    if (error) throw toRefusal(error);
    return signedIn(data.session);
  }

  async refresh(refreshToken: string): Promise<SignedIn> {
    const { data, error } = await this.anonymous().auth.refreshSession({ refresh_token: refreshToken });
    if (error) throw toRefusal(error);
    if (!data.session) throw sessionRevoked();
    return signedIn(data.session);
  }

  /** Supabase ends a session by access token only, so the refresh token is exchanged for one first. */
  async signOut(refreshToken: string): Promise<EndedSession | undefined> {
    const { data, error } = await this.anonymous().auth.refreshSession({ refresh_token: refreshToken });
    if (error) {
      const refusal = toRefusal(error);
      if (refusal.kind === 'unauthenticated') return undefined;
      throw refusal;
    }
    if (!data.session) return undefined;
    await this.endSessions(data.session.access_token, 'local');
    const { session_id: sessionId } = decodeJwt(data.session.access_token);
    return typeof sessionId === 'string' ? { userId: data.session.user.id, sessionId } : undefined;
  }

  async requestPasswordReset(email: string): Promise<void> {
    const { error } = await this.anonymous().auth.resetPasswordForEmail(email);
    if (error) throw toRefusal(error);
  }

  async resetPassword(resetToken: string, newPassword: string): Promise<string> {
    const { auth } = this.anonymous();
    const { data, error } = await auth.verifyOtp({ token_hash: resetToken, type: 'recovery' });
    if (error) throw toRefusal(error);
    if (!data.session) throw resetTokenInvalid();
    const updated = await auth.updateUser({ password: newPassword });
    // The same password again is what the person asked for.
    if (updated.error && updated.error.code !== 'same_password') throw toRefusal(updated.error, 'new_password');
    await this.endSessions(data.session.access_token, 'global');
    return data.session.user.id;
  }

  async setRoles(userId: string, roles: readonly UserRole[]): Promise<void> {
    const { error } = await this.admin().updateUserById(userId, { app_metadata: { roles } });
    if (error) throw toRefusal(error);
  }

  async remove(userId: string): Promise<void> {
    const { error } = await this.admin().deleteUser(userId);
    if (error && error.code !== 'user_not_found' && error.status !== 404) throw toRefusal(error);
  }

  async publicKeys(): Promise<JSONWebKeySet> {
    try {
      const response = await patientOnce(new URL('/auth/v1/.well-known/jwks.json', this.options.url));
      if (!response.ok) throw new Error(`key set: HTTP ${response.status}`);
      return (await response.json()) as JSONWebKeySet;
    } catch (error) {
      throw providerUnavailable(error);
    }
  }

  /** An account that was made before its profile could be: the password shows whose it is. */
  private async adopt(email: string, password: string): Promise<Enrollment> {
    const { data, error } = await this.anonymous().auth.signInWithPassword({ email, password });
    if (!error) return { userId: data.user.id };
    const refusal = toRefusal(error);
    throw refusal.kind === 'unauthenticated' ? emailTaken() : refusal;
  }

  private async endSessions(accessToken: string, scope: 'local' | 'global'): Promise<void> {
    const { error } = await this.admin().signOut(accessToken, scope);
    if (error && error.name !== 'AuthSessionMissingError') throw toRefusal(error);
  }

  /** A client remembers who signed in last, so every operation gets its own. */
  private anonymous(): SupabaseClient {
    return this.client(this.options.anonKey);
  }

  private admin() {
    return this.client(this.options.serviceRoleKey).auth.admin;
  }

  private client(key: string): SupabaseClient {
    return createClient(this.options.url, key, {
      auth: { persistSession: false, autoRefreshToken: false, detectSessionInUrl: false },
      global: { fetch: patientOnce },
    });
  }
}

const isKnown = (error: AuthError): boolean => error.code === 'user_already_exists' || error.code === 'email_exists';

const signedIn = (session: SupabaseSession): SignedIn => ({
  userId: session.user.id,
  session: {
    accessToken: session.access_token,
    expireTime: new Date((session.expires_at ?? Math.floor(Date.now() / 1000) + session.expires_in) * 1000),
    refreshToken: session.refresh_token,
  },
});
