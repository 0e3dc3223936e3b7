#!/usr/bin/env bash
# Nest's own commands work with nest-cli.json: `nest build` and `nest start` run a service to the line that says it listens,
# `nest generate` puts a file where the service's files are. Matching is the service that needs no database.
set -euo pipefail
cd "$(dirname "$0")/../.."
export PATH=$PWD/node_modules/.bin:$PATH
keys=$(mktemp -d)
log=$keys/matching.log
trap 'rm -rf "$keys"' EXIT
npm run --silent service-keys -- --directory "$keys" 2>/dev/null
nest build matching >/dev/null
nest generate service luggage --project driver --dry-run | grep 'CREATE apps/driver/src/luggage.service.ts' >/dev/null

export SERVICE_KEY_FILE=$keys/private/matching/keys.json SERVICE_KEYS_DIR=$keys/public GRPC_PORT=0 GRPC_HOST=127.0.0.1
for callee in USER DRIVER RIDER STATION TRIP; do export "${callee}_ADDRESS=ipv4:127.0.0.1:1"; done
# In a group of its own: `nest start` does not pass signals on to the service that it starts.
set -m
nest start matching >"$log" 2>&1 &
nest=$!
set +m
for ((waited = 0; waited < 120; waited++)); do
  if grep -q '"msg":"listening"' "$log"; then
    kill -- "-$nest"
    wait "$nest" || true
    echo 'nest: build, start and generate work'
    exit
  fi
  kill -0 "$nest" 2>/dev/null || break
  sleep 1
done
cat "$log"
kill -- "-$nest" 2>/dev/null || true
exit 1
