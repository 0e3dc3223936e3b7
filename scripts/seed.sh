#!/usr/bin/env bash
# Loads the demo timetable, with what lies around its stations, into the cluster that kubectl points at. Again changes nothing.
set -euo pipefail
cd "$(dirname "$0")/.."
port=${PORT:-50056}

printf '+ kubectl -n lastmile port-forward service/station %s:50056\n' "$port"
kubectl -n lastmile port-forward service/station "$port:50056" >/dev/null &
forward=$!
trap 'kill "$forward" 2>/dev/null || true' EXIT
until (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null; do
  kill -0 "$forward" 2>/dev/null || { echo 'cannot reach the station service'; exit 1; }
  sleep 0.2
done
keys=${SERVICE_KEYS:-.lastmile/minikube-keys}
SERVICE_KEY_FILE="$keys/private/import/keys.json" SERVICE_KEYS_DIR="$keys/public" \
  STATION_ADDRESS="ipv4:127.0.0.1:$port" npm run --silent import -- \
  --gtfs data/nyc-subway-7.gtfs.zip --station-areas data/nyc-subway-7.areas.csv --replay-last-week
