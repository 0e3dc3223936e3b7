// What an operator does before the first ride.
import { readFile } from 'node:fs/promises';
import { Api } from '../simulate/api.js';

/** @throws ApiError when the password is another one */
export async function signInOperator(url: string, email: string, password: string, signal: AbortSignal): Promise<Api> {
  const operator = new Api(url, signal);
  await operator.logIn(email, password);
  return operator;
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
