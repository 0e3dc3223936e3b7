export const SERVICES: readonly string[];
/** By role: the roles that it may not import. */
export const MAY_NOT_IMPORT: Readonly<Record<string, readonly string[]>>;
/** By library: the roles that may import it. */
export const LIBRARIES: Readonly<Record<string, readonly string[]>>;
export function importRules(): readonly { readonly name: string }[];
export function roleOf(path: string): string | undefined;
export function problemsIn(path: string, text: string): readonly string[];
