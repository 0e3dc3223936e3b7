#!/usr/bin/env bash
# Makes load on matching until the autoscaler adds replicas, and shows them come: `scripts/scale-up.sh [replicas]` waits until so
# many are ready (default 4). The load goes on: `scripts/scale-down.sh` ends it.
set -euo pipefail
cd "$(dirname "$0")/.."
wanted=${1:-4}
within=${WITHIN_SECONDS:-600}
run() {
  printf '+ %s\n' "$*"
  "$@"
}
replicas() { kubectl -n lastmile get deployment matching -o 'jsonpath={.status.readyReplicas}'; }

run kubectl -n lastmile delete job loadgen --ignore-not-found
run kubectl apply -k k8s/overlays/minikube-load --selector app.kubernetes.io/name=loadgen
start=$SECONDS
while true; do
  ready=$(replicas)
  cpu=$(kubectl -n lastmile get hpa matching -o 'jsonpath={.status.currentMetrics[0].resource.current.averageUtilization}')
  printf '%4d s   processor %s%% of request   replicas %s\n' $((SECONDS - start)) "${cpu:-?}" "${ready:-0}"
  if [ "${ready:-0}" -ge "$wanted" ]; then break; fi
  if [ $((SECONDS - start)) -ge "$within" ]; then
    echo "not $wanted replicas after $within s; kubectl -n lastmile describe hpa matching says why"
    exit 1
  fi
  sleep 5
done
