// Where the compiled build is, seen from the build itself or, in tests, from the sources.

/** URL of a file of the build, for example `apps/trip/src/main.js`. */
export function built(path: string): URL {
  const here = import.meta.url;
  return new URL(here.includes('/dist/tools/') ? `../../${path}` : `../../dist/${path}`, here);
}
