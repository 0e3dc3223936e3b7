#!/usr/bin/env bash
# The platform in minikube, from nothing: a cluster with network policies and metrics, the images, the manifests, a timetable.
# Needs minikube, kubectl, docker and `npm ci`. Run it again after a change: only what changed is rolled.
set -euo pipefail
cd "$(dirname "$0")/.."
run() {
  printf '+ %s\n' "$*"
  "$@"
}

if ! minikube status >/dev/null 2>&1; then
  # Calico enforces the network policies; the default network does not.
  run minikube start --cpus "${CPUS:-4}" --memory "${MEMORY:-8g}" --cni calico
fi
run kubectl config use-context minikube
run minikube addons enable metrics-server

run env TAG=dev build/images.sh
for image in $(kubectl kustomize k8s/overlays/minikube-load | sed -nE 's/^ +image: (lastmile-.*)$/\1/p' | sort -u); do
  run minikube image load --overwrite=true "$image"
done
run kubectl apply -f k8s/base/namespace.yaml
printf '+ npm run service-keys -- --kubernetes | kubectl apply -f -\n'
npm run --silent service-keys -- --kubernetes --directory .lastmile/minikube-keys | kubectl apply -f -
run scripts/deploy.sh k8s/overlays/minikube --tags
# A tag says nothing of what it was built from: pods of the last build make room for this one's.
run kubectl -n lastmile rollout restart deployment --selector app.kubernetes.io/component=service
run kubectl -n lastmile rollout status deployment/gateway --timeout 5m
run scripts/seed.sh

cat <<'TEXT'

  kubectl -n lastmile port-forward service/gateway 8082
  then http://localhost:8082, operator operator@lastmile.example, password run-the-last-mile
  what to try: docs/operations.md
TEXT
