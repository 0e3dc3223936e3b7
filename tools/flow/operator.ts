// What an operator does before the first ride.
import { readFile } from 'node:fs/promises';
import { createInterface } from 'node:readline/promises';
import { Api, ApiError } from '../simulate/api.js';

export interface OperatorLogin {
  readonly email: string;
  readonly password: string;
  /** Of the second factor; asked for at a terminal when it is needed and absent. */
  readonly code?: string;
}

/** @throws ApiError when password or code are others */
export async function signInOperator(url: string, login: OperatorLogin, signal: AbortSignal): Promise<Api> {
  const operator = new Api(url, signal);
  try {
    await operator.logIn(login.email, login.password, login.code);
  } catch (error) {
    const isAsked = error instanceof ApiError && error.reason === 'SECOND_FACTOR_REQUIRED' && process.stdin.isTTY;
    if (!isAsked) throw error;
    await operator.logIn(login.email, login.password, await askForCode(signal));
  }
  return operator;
}

async function askForCode(signal: AbortSignal): Promise<string> {
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  try {
    return (await terminal.question('code of the second factor: ', { signal })).trim();
  } finally {
    terminal.close();
  }
}

interface Import {
  changed: boolean;
  timetable: { feedId: string; stationCount: number; trainCount: number };
}

/** Uploads a feed; the same one again changes nothing. Returns what it did, in words. */
export async function importTimetable(operator: Api, path: string, signal: AbortSignal): Promise<string> {
  const response = await fetch(`${operator.baseUrl}/v1/timetables?replayLastWeek=true`, {
    method: 'POST',
    headers: { authorization: `Bearer ${await operator.token()}`, 'content-type': 'application/zip' },
    body: await readFile(path),
    signal,
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`POST /v1/timetables: ${response.status} ${text}`);
  const { changed, timetable } = JSON.parse(text) as Import;
  const { feedId, stationCount, trainCount } = timetable;
  return `${feedId}: ${stationCount} stations, ${trainCount} trains${changed ? '' : ' (in force already)'}`;
}

/** The platform's own time, which a demo's clock makes pass faster. */
export async function platformTime(operator: Api): Promise<Date> {
  return new Date((await operator.get<{ time: string }>('/v1/snapshot')).time);
}
