// Uploads a feed with progress events, which fetch does not offer.
import type { Schemas } from '../../api/client';
import { ApiProblem, problemOf } from '../../api/problem';
import { currentToken } from '../../session/session';

export interface Imported {
  readonly timetable: Schemas['Timetable'];
  /** False when the same feed was already the current one. */
  readonly changed: boolean;
  readonly warnings: readonly string[];
  readonly areaCount: number;
}

export interface Upload {
  readonly file: File;
  /** Empty: use the id in the feed. */
  readonly feedId: string;
  readonly replayLastWeek: boolean;
  /** The id under which its progress is recorded. */
  readonly importId: string;
  /** @param share of the bytes sent, 0 to 1 */
  onProgress(share: number): void;
  readonly signal: AbortSignal;
}

/** @throws ApiProblem; its metadata names file, line and field of a refused feed. AbortError when it was stopped. */
export async function uploadFeed({ file, signal, onProgress, ...options }: Upload): Promise<Imported> {
  const token = await currentToken();
  signal.throwIfAborted();
  const query = new URLSearchParams({ ...options, replayLastWeek: String(options.replayLastWeek) });
  const request = new XMLHttpRequest();
  return new Promise((resolve, reject) => {
    request.upload.onprogress = ({ loaded, total }) => onProgress(total > 0 ? loaded / total : 0);
    request.onload = () => {
      const answer = parsed(request.responseText);
      if (request.status < 300) resolve(answer as Imported);
      else reject(problemOf(request.status, answer));
    };
    request.onerror = () =>
      reject(new ApiProblem({ status: 0, reason: 'OFFLINE', detail: 'The network does not answer.' }));
    request.onabort = () => reject(new DOMException('stopped', 'AbortError'));
    signal.addEventListener('abort', () => request.abort(), { once: true });
    request.open('POST', `/v1/timetables?${query}`);
    request.setRequestHeader('content-type', 'application/zip');
    if (token) request.setRequestHeader('authorization', `Bearer ${token}`);
    request.send(file);
  });
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
