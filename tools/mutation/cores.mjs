// Pure decisions that mutation testing looks at, by app, each app tested by the tests that stand beside its cores.
// `MUTATE=user npm run test:mutation` looks at one app.

/** Decisions on which seats, promises and access depend. `**` since services order their files by capability. */
const CORES = {
  trip: ['**/{trip,route-load,ride-claim}.state.ts', '**/{commit,fare}.core.ts'],
  driver: ['**/{driver,route}.state.ts'],
  rider: ['**/ride.state.ts'],
  matching: ['**/{plan,plan-scope,match-round}.core.ts'],
  user: ['**/{key-ring,attempts,refresh}.core.ts'],
};

const apps = process.env.MUTATE ? process.env.MUTATE.split(',') : Object.keys(CORES);

export const mutated = apps.flatMap((app) => CORES[app].map((file) => `apps/${app}/src/${file}`));

/** The core's name decides its test's: `trip.state.ts`, `trip.state.spec.ts`. */
export const tests = mutated.map((file) => `<rootDir>/${file.replace(/\.ts$/, '.spec.ts')}`);
