// A REST operation as data: its input, who may call it, and its response. Routing, validation and the OpenAPI document
// are all generated from it, so they cannot disagree.
import type { Identity, Role } from '@lastmile/auth';
import type { z } from 'zod';

export const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const;

/** `public` needs no token, `signed-in` any valid one. */
export type Access = 'public' | 'signed-in' | readonly Role[];

type Output<S> = S extends z.ZodType ? z.output<S> : undefined;

/** The origin of a request, known before the caller is identified. */
export interface RequestClient {
  readonly address: string;
  /** The User-Agent header; empty when missing. */
  readonly userAgent: string;
}

/** A validated request. */
export interface Call<P, Q, B> {
  readonly params: Output<P>;
  readonly query: Output<Q>;
  readonly body: Output<B>;
  /** The `Idempotency-Key`; empty for operations that need none. */
  readonly requestId: string;
  readonly client: RequestClient;
  /** Undefined only for public operations called without a token. */
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
  /** Schema of the response; undefined for an empty one. */
  readonly answer?: z.ZodType;
  /** The response is a download with this file name: the handler yields its text in pieces, which are sent immediately. */
  readonly attachment?: string;
  /** Default 200, or 204 without a response body. */
  readonly status?: number;
  /** Needs an `Idempotency-Key`. Default: all but GET. */
  readonly idempotent: boolean;
  /**
   * Points charged to the caller's limit. Default 1 for a read, 2 for a change; more for operations that read or start
   * much.
   */
  readonly cost?: number;
  /** Ends sessions or removes roles: when it has responded, this replica refuses the tokens concerned. */
  readonly revokes?: boolean;
  /** Erases the caller's account: a repeat, whose token is no longer valid, gets the same response as the first request. */
  readonly erasesCaller?: boolean;
  /** Checks a secret, so attempts are limited more strictly. */
  readonly signIn?: boolean;
  handle(call: Call<z.ZodType, z.ZodType, z.ZodType>): Promise<unknown>;
}

/** Declares an operation; the handler gets the types of its schemas. */
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
