#!/usr/bin/env bash
# Rolls a version out: `scripts/deploy.sh k8s/overlays/production`. First what the services need (namespace, settings, policies,
# a database of ours), then the migration, and only when that is complete the services. Running it again changes nothing.
# Every image must be named by its digest: a tag may be moved to another. `--tags` lets tags pass, for a cluster of one's own.
set -euo pipefail
cd "$(dirname "$0")/.."
overlay=${1:?usage: scripts/deploy.sh <overlay> [--tags]}
namespace=lastmile
services=(user driver rider station location matching trip notification gateway)
run() {
  printf '+ %s\n' "$*"
  "$@"
}

if [ "${2:-}" != --tags ]; then
  # On a line of its own: an overlay that cannot be rendered ends the script here.
  rendered=$(kubectl kustomize "$overlay")
  tags=$(sed -nE 's/^ +(- )?image: +//p' <<<"$rendered" | sort -u | grep -vE '@sha256:[0-9a-f]{64}$' || true)
  if [ -n "$tags" ]; then
    printf 'these images are named by tag; set digest: beside each under images: of the overlay (docs/operations.md)\n%s\n' "$tags" >&2
    exit 1
  fi
fi

run kubectl apply -f k8s/base/namespace.yaml
run kubectl apply -k "$overlay" --selector 'app.kubernetes.io/component notin (service,migration)'
if kubectl -n "$namespace" get statefulset postgres >/dev/null 2>&1; then
  run kubectl -n "$namespace" rollout status statefulset/postgres --timeout 5m
fi

if ! kubectl -n "$namespace" get configmap service-keys >/dev/null 2>&1; then
  echo 'services have no keys yet: npm run --silent service-keys -- --kubernetes | kubectl apply -f -'
  exit 1
fi

# A Job cannot be changed: the one of the last version makes room.
run kubectl -n "$namespace" delete job migrate --ignore-not-found
run kubectl apply -k "$overlay" --selector app.kubernetes.io/component=migration
if ! run kubectl -n "$namespace" wait --for condition=complete job/migrate --timeout 15m; then
  run kubectl -n "$namespace" logs job/migrate --tail 20
  echo 'the database was not brought up to date; the services stay as they are'
  exit 1
fi

run kubectl apply -k "$overlay"
for service in "${services[@]}"; do
  run kubectl -n "$namespace" rollout status "deployment/$service" --timeout 5m
done
