#!/usr/bin/env bash
# Kills one pod of a service without warning (SIGKILL, no draining) and shows how long until all replicas are ready again:
# `scripts/kill-a-pod.sh [service]`, default trip.
set -euo pipefail
service=${1:-trip}
within=${WITHIN_SECONDS:-120}
selector=app.kubernetes.io/name=$service
run() {
  printf '+ %s\n' "$*"
  "$@"
}
of() { kubectl -n lastmile get deployment "$service" -o "jsonpath={$1}"; }

pod=$(kubectl -n lastmile get pods --selector "$selector" --field-selector status.phase=Running -o 'jsonpath={.items[0].metadata.name}')
if [ -z "$pod" ]; then
  echo "no pod of $service is running"
  exit 1
fi
run kubectl -n lastmile delete pod "$pod" --grace-period 0 --force
start=$SECONDS
until ! kubectl -n lastmile get pod "$pod" >/dev/null 2>&1 &&
  [ "$(of .status.readyReplicas)" = "$(of .spec.replicas)" ]; do
  printf '%4d s   %s of %s replicas are ready\n' $((SECONDS - start)) "$(of .status.readyReplicas)" "$(of .spec.replicas)"
  if [ $((SECONDS - start)) -ge "$within" ]; then
    echo "$service has not recovered after $within s"
    exit 1
  fi
  sleep 1
done
printf '%4d s   all replicas of %s are ready\n' $((SECONDS - start)) "$service"
