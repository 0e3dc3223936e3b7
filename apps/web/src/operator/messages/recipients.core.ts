// The recipients of a broadcast. Pure.

/** The platform's limit for one request. */
export const MOST_RECIPIENTS = 1_000;

/** The ids in a text, separated by white space, commas or semicolons; each once, in order. */
export const idsOf = (text: string): string[] => [...new Set(text.split(/[\s,;]+/).filter(Boolean))];
