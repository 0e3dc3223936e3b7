// The allowed media type of a body: JSON, unless the operation says otherwise.
import type { FastifyRequest } from 'fastify';
import { HttpException } from '@nestjs/common';
import type { Operation } from './operation.js';

/** For timetables, which are streamed and never parsed here. */
export const UPLOAD_TYPE = 'application/zip';

export const mediaTypeOf = ({ consumes }: Operation): string => consumes ?? 'application/json';

/** Refuses bodies of any other type. @throws HttpException 415 */
export function requireMediaType(operation: Operation, request: FastifyRequest): void {
  const given = request.headers['content-type']?.split(';')[0]?.trim().toLowerCase();
  if (!operation.body || given === undefined || given === mediaTypeOf(operation)) return;
  throw new HttpException(`send ${mediaTypeOf(operation)}`, 415);
}
