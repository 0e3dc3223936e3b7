// The current state of the namespace, built from lists and watches; undefined until each kind of object has been
// listed.
import type { Autoscaler, Deployment, Observation, Pod } from '../cluster.types.js';
import type { ObservedObject, Sink } from './resource-watch.js';

export class NamespaceView {
  readonly autoscalers: Kind<Autoscaler>;
  readonly pods: Kind<Pod>;
  readonly deployments: Kind<Deployment>;

  constructor(onChange: () => void) {
    [this.autoscalers, this.pods, this.deployments] = [new Kind(onChange), new Kind(onChange), new Kind(onChange)];
  }

  observation(): Observation | undefined {
    const [autoscalers, pods, deployments] = [this.autoscalers.seen(), this.pods.seen(), this.deployments.seen()];
    return autoscalers && pods && deployments && { autoscalers, pods, deployments };
  }
}

class Kind<Seen> implements Sink<Seen> {
  private objects?: Map<string, Seen>;

  constructor(private readonly onChange: () => void) {}

  replace(objects: readonly ObservedObject<Seen>[]): void {
    this.objects = new Map(objects.flatMap(({ uid, seen }) => (seen ? [[uid, seen]] : [])));
    this.onChange();
  }

  put({ uid, seen }: ObservedObject<Seen>): void {
    if (seen) this.objects?.set(uid, seen);
    else this.objects?.delete(uid);
    this.onChange();
  }

  seen(): Seen[] | undefined {
    return this.objects && [...this.objects.values()];
  }
}
