// Where the compiled build and the sources are, seen from the build itself or, in tests, from the sources.

/** URL of a file of the build, for example `apps/trip/src/main.js`. */
export function built(path: string): URL {
  const here = import.meta.url;
  return new URL(here.includes('/dist/tools/') ? `../../${path}` : `../../dist/${path}`, here);
}

/** URL of a file of the repository, for example `apps/trip/src/main.ts`. */
export function source(path: string): URL {
  const here = import.meta.url;
  return new URL(here.includes('/dist/tools/') ? `../../../${path}` : `../../${path}`, here);
}
