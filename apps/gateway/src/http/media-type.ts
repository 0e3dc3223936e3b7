// What a body may be: JSON, unless the operation says otherwise.
import type { FastifyRequest } from 'fastify';
import { HttpException } from '@nestjs/common';
import type { Operation } from './operation.js';

/** Of timetables: streamed, never parsed here. */
export const UPLOAD_TYPE = 'application/zip';

export const mediaTypeOf = ({ consumes }: Operation): string => consumes ?? 'application/json';

/** Whatever else has a body is refused. @throws HttpException 415 */
export function requireMediaType(operation: Operation, request: FastifyRequest): void {
  const given = request.headers['content-type']?.split(';')[0]?.trim().toLowerCase();
  if (!operation.body || given === undefined || given === mediaTypeOf(operation)) return;
  throw new HttpException(`send ${mediaTypeOf(operation)}`, 415);
}
