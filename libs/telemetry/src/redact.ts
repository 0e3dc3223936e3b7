// What must never be logged: secrets, names and addresses of people, and coordinates, which together with a person's id
// show where they were.

const SECRET = /(?:^|_)pin$|Pin$|password|token|secret|authorization|cookie|private_?key|api_?key/i;
// Coordinates are always removed, not only beside an id: the id may be in the logger's bindings or on the line before.
const COORDINATE = /^(?:lat|lng|lon|latitude|longitude|coordinates|heading_degrees|headingDegrees)$/i;
// Data that identifies people. `detail` is PostgreSQL's: "Failing row contains (…)" shows the whole row.
const PERSON = /^(?:e?mail|phone|(?:display|rider|driver|destination)_?name|(?:vehicle_?)?plate|detail)$/i;
const ADDRESS = /[^\s@<>"'(),:;=]+@[^\s@<>"'(),:;=]+\.[a-z]{2,}/gi;
const MAX_DEPTH = 6;

/** A copy of `value` with forbidden keys redacted at any depth. Values deeper than six levels are dropped. */
export function redact(value: Record<string, unknown>): Record<string, unknown> {
  return redactObject(value, 0);
}

/** The text without e-mail addresses. */
export const redactText = (text: string): string => (text.includes('@') ? text.replace(ADDRESS, '[redacted]') : text);

function redactObject(value: object, depth: number): Record<string, unknown> {
  const copy: Record<string, unknown> = {};
  for (const [key, inner] of Object.entries(value)) {
    copy[key] =
      SECRET.test(key) || COORDINATE.test(key) || PERSON.test(key) ? '[redacted]' : redactValue(inner, depth + 1);
  }
  return copy;
}

function redactValue(value: unknown, depth: number): unknown {
  if (typeof value === 'string') return redactText(value);
  if (typeof value !== 'object' || value === null || value instanceof Date) return value;
  if (value instanceof Error) return value; // redacted later, by the error serializer
  if (depth >= MAX_DEPTH) return '[deep]';
  if (Array.isArray(value)) return value.map((item: unknown) => redactValue(item, depth + 1));
  if (ArrayBuffer.isView(value)) return `[${value.byteLength} bytes]`;
  return redactObject(value, depth);
}
