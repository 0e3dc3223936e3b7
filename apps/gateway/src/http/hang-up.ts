// Requests that cannot be answered normally: malformed HTTP, paths that cannot be decoded, and senders that are too
// slow.
import { STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { problem, problemOf, sendProblem, type Problem } from './problem.js';

/** From the first byte of a request to the end of its headers. */
export const HEADERS_MS = 15_000;
/** For a JSON body, or any body of a caller who may not upload; the longest, 64 KiB, needs 7 kB/s. */
const BODY_MS = 10_000;
/** For a feed of 256 MiB, uploaded by an operator. */
export const UPLOAD_MS = 15 * 60_000;
/** Until the client has read the response: half a megabyte at 2 kB/s. */
const ANSWER_MS = 300_000;
/** How often Node checks for requests that are too slow. */
export const LOOK_EVERY_MS = 2_000;

const bodyTimers = new WeakMap<object, NodeJS.Timeout>();

/** Limits the time to receive a body and to send a response. Node alone would wait for the slowest connection. */
export function limitTimes(fastify: FastifyInstance): void {
  fastify.addHook('onRequest', (request, _reply, done) => {
    const { headers } = request.raw;
    if (
      headers['transfer-encoding'] ??
      (headers['content-length'] !== undefined && headers['content-length'] !== '0')
    ) {
      const late = () => hangUp(request.raw.socket, TOO_SLOW, request.id);
      const timer = setTimeout(late, BODY_MS).unref();
      bodyTimers.set(request.raw, timer);
      for (const event of ['end', 'close']) request.raw.once(event, () => clearTimeout(bodyTimers.get(request.raw)));
    }
    done();
  });
  fastify.addHook('onSend', (request, reply, _payload, done) => {
    const timer = setTimeout(() => request.raw.socket.destroy(), ANSWER_MS).unref();
    reply.raw.once('close', () => clearTimeout(timer));
    done();
  });
}

/** Gives a caller who may upload the longer time limit of a feed. */
export function allowUpload({ raw }: FastifyRequest): void {
  if (!bodyTimers.has(raw)) return;
  clearTimeout(bodyTimers.get(raw));
  bodyTimers.set(raw, setTimeout(() => hangUp(raw.socket, TOO_SLOW), UPLOAD_MS).unref());
}

/** Fastify's `clientErrorHandler`. */
export function refuseMalformed(error: NodeJS.ErrnoException, socket: Socket): void {
  if (error.code === 'ECONNRESET' || socket.destroyed) return;
  if (error.code === 'ERR_HTTP_REQUEST_TIMEOUT') hangUp(socket, TOO_SLOW);
  else if (error.code === 'HPE_HEADER_OVERFLOW') hangUp(socket, HEADERS_TOO_LARGE);
  else hangUp(socket, MALFORMED);
}

/** Fastify's `frameworkErrors`: its router could not decode the path. */
export function refusePath(error: unknown, request: FastifyRequest, reply: FastifyReply): void {
  const { status } = problemOf(error, request.id);
  if (status < 500) sendProblem(reply, problem(400, 'MALFORMED_REQUEST', 'the path cannot be read', request.id));
  else sendProblem(reply, problemOf(error, request.id));
}

const TOO_SLOW = problem(408, 'REQUEST_TOO_SLOW', 'the request did not come in time');
const HEADERS_TOO_LARGE = problem(431, 'HEADERS_TOO_LARGE', 'the headers are too large');
const MALFORMED = problem(400, 'MALFORMED_REQUEST', 'this is not HTTP');

/** Sends a last response and closes the connection; sends nothing if a response has already begun. */
function hangUp(socket: Socket, last: Problem, requestId?: string): void {
  const message = (socket as Socket & { _httpMessage?: { headersSent: boolean } })._httpMessage;
  if (socket.writable && !message?.headersSent) {
    const body = JSON.stringify({ ...last, requestId });
    socket.write(
      `HTTP/1.1 ${last.status} ${STATUS_CODES[last.status]}\r\ncontent-type: application/problem+json\r\n` +
        `content-length: ${Buffer.byteLength(body)}\r\ncache-control: no-store\r\nconnection: close\r\n\r\n${body}`,
    );
  }
  socket.destroySoon();
}
