/** Joins lines to pieces of about 64 kB, so that streaming them costs little. */
export function* chunked(lines: () => Generator<string>): Generator<string> {
  let chunk = '';
  for (const line of lines()) {
    chunk += line;
    if (chunk.length < CHUNK_CHARACTERS) continue;
    yield chunk;
    chunk = '';
  }
  if (chunk) yield chunk;
}

const CHUNK_CHARACTERS = 65_536;
