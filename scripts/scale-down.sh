#!/usr/bin/env bash
# Shows what the load of scripts/scale-up.sh came to, ends it, and shows the replicas of matching go, down to one. The
# autoscaler waits three minutes before it lets the first go, then takes one every 30 s.
set -euo pipefail
within=${WITHIN_SECONDS:-900}
run() {
  printf '+ %s\n' "$*"
  "$@"
}
replicas() { kubectl -n lastmile get deployment matching -o 'jsonpath={.status.readyReplicas}'; }

if kubectl -n lastmile get job loadgen >/dev/null 2>&1; then
  run kubectl -n lastmile logs job/loadgen --tail 1
  run kubectl -n lastmile delete job loadgen
fi
start=$SECONDS
while true; do
  ready=$(replicas)
  printf '%4d s   replicas %s\n' $((SECONDS - start)) "${ready:-0}"
  if [ "${ready:-0}" -le 1 ]; then break; fi
  if [ $((SECONDS - start)) -ge "$within" ]; then
    echo "still $ready replicas after $within s; kubectl -n lastmile describe hpa matching says why"
    exit 1
  fi
  sleep 10
done
