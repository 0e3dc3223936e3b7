#!/usr/bin/env bash
# Every shell script passes shellcheck, which is installed where it is missing and that is possible.
set -euo pipefail
cd "$(dirname "$0")/../.."
if ! command -v shellcheck >/dev/null; then
  apt-get update -qq
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends shellcheck >/dev/null
fi
mapfile -t scripts < <(git ls-files '*.sh' '.ci/*')
shellcheck "${scripts[@]}"
printf 'shellcheck: %d scripts\n' "${#scripts[@]}"
