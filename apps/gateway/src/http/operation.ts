// A REST operation as data: what it takes, who may call it, what it answers. Routing, validation and the OpenAPI document all
// come from here, so they cannot disagree.
import type { Identity, Role } from '@lastmile/auth';
import type { z } from 'zod';

export const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const;

/** `public` needs no token, `signed-in` any valid one. */
export type Access = 'public' | 'signed-in' | readonly Role[];

type Output<S> = S extends z.ZodType ? z.output<S> : undefined;

/** Who asks, before anybody knows who that is. */
export interface RequestClient {
  readonly address: string;
  /** What the program calls itself; empty when it does not say. */
  readonly userAgent: string;
}

/** A checked request. */
export interface Call<P, Q, B> {
  readonly params: Output<P>;
  readonly query: Output<Q>;
  readonly body: Output<B>;
  /** The `Idempotency-Key`; empty for operations that need none. */
  readonly requestId: string;
  /** Where the request comes from. */
  readonly client: RequestClient;
  /** Absent only for public operations called without a token. */
  readonly caller?: Identity;
}

export interface Operation {
  readonly method: (typeof METHODS)[number];
  /** With `:name` parameters. */
  readonly path: string;
  readonly tag: string;
  readonly summary: string;
  readonly access: Access;
  readonly params?: z.ZodType;
  readonly query?: z.ZodType;
  readonly body?: z.ZodType;
  /** The media type of the body. Default JSON. */
  readonly consumes?: 'application/zip';
  /** Of the answer; absent for an empty one. */
  readonly answer?: z.ZodType;
  /** The answer is saved under this name: the handler gives its text in pieces, which are sent as they come. */
  readonly attachment?: string;
  /** Default 200, or 204 without an answer. */
  readonly status?: number;
  /** Needs an `Idempotency-Key`. Default: all but GET. */
  readonly idempotent: boolean;
  /** Points of the caller's limit. Default 1 for what reads, 2 for what changes; more where much is read or begun. */
  readonly cost?: number;
  /** Ends sessions or takes roles away: once it has answered, the tokens concerned are refused here. */
  readonly revokes?: boolean;
  /** Erases the caller's account: a repeat, whose token is worth nothing any more, is answered as the first. */
  readonly erasesCaller?: boolean;
  /** Guesses at secrets are limited more strictly. */
  readonly signIn?: boolean;
  handle(call: Call<z.ZodType, z.ZodType, z.ZodType>): Promise<unknown>;
}

/** Declares an operation; the handler sees the types its schemas give. */
export function operation<
  P extends z.ZodType | undefined,
  Q extends z.ZodType | undefined,
  B extends z.ZodType | undefined,
>(
  declared: Omit<Operation, 'params' | 'query' | 'body' | 'handle' | 'idempotent'> & {
    params?: P;
    query?: Q;
    body?: B;
    idempotent?: boolean;
    handle(call: Call<P, Q, B>): Promise<unknown>;
  },
): Operation {
  return { ...declared, idempotent: declared.idempotent ?? declared.method !== 'GET' } as unknown as Operation;
}
