#!/usr/bin/env bash
# `npm run contracts`: the protos are clean, do not break the last commit's clients, and the generated code is theirs.
set -euo pipefail
buf lint
buf format --diff --exit-code
if git rev-parse --quiet --verify HEAD~1 >/dev/null && git cat-file -e HEAD~1:buf.yaml 2>/dev/null; then
  buf breaking --against '.git#ref=HEAD~1'
else
  echo 'contracts: no earlier commit to compare with; the breaking check is skipped'
fi
fresh=$(mktemp -d)
trap 'rm -rf "$fresh"' EXIT
buf generate --output "$fresh"
diff -r "$fresh/libs/contracts/src/gen" libs/contracts/src/gen || {
  echo 'contracts: the generated code is not what proto/ gives: run npm run generate' >&2
  exit 1
}
# Every generated file is exported, so that nobody imports past the index.
(cd libs/contracts/src && find gen/lastmile gen/google/rpc -name '*.ts' | sed "s/\.ts$/.js/; s/.*/export * from '.\/&';/" | sort) |
  diff - <(grep '^export \*' libs/contracts/src/index.ts | sort)
node --import ./tools/typescript.mjs tools/web/api-types.ts --check
echo 'contracts: lint, format, breaking and drift checks passed'
