// Every image is one we build, or one of the few that we take from others; and none has a tag that may be moved.
import { containersOf, nameOf, workloads, type K8sObject } from './objects.js';
import type { Service } from './services.js';

/** By tag, or by the digest that `build/base-image.sh` prints for it. */
const FOREIGN = ['postgres:18-bookworm'];
/** What build/Dockerfile makes beside the services. */
export const TOOLS = ['migrate', 'loadgen'];

/** `trip` for `registry.example/lastmile-trip:0.1.0`; undefined for an image that is not ours. Pure. */
export const builtFrom = (image: string): string | undefined =>
  /(?:^|\/)lastmile-([a-z]+)(?::[\w.-]+)?(?:@sha256:\w+)?$/.exec(image)?.[1];

const isForeign = (image: string): boolean => {
  const [name = '', digest] = image.split('@');
  if (digest === undefined) return FOREIGN.includes(name);
  return (
    /^sha256:[0-9a-f]{64}$/.test(digest) && FOREIGN.some((known) => known === name || known.split(':')[0] === name)
  );
};

/** One line per violation. Pure. */
export function imageViolations(objects: readonly K8sObject[], services: readonly Service[]): string[] {
  const built = new Set([...services.map(({ name }) => name), ...TOOLS]);
  return workloads(objects).flatMap((workload) =>
    containersOf(workload).flatMap(({ image }) => {
      if (image.endsWith(':latest')) return [`${nameOf(workload.object)}: image ${image} may be another one tomorrow`];
      const ours = builtFrom(image);
      const known = ours === undefined ? isForeign(image) : built.has(ours);
      return known ? [] : [`${nameOf(workload.object)}: image ${image} is none that we build`];
    }),
  );
}
