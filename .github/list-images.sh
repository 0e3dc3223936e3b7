#!/usr/bin/env bash
# `OWNER=Name .github/list-images.sh v1.2.3` prints what a published version consists of, as outputs of a workflow's step:
# `version`, `owner` in small letters (registries want that) and `names`, a JSON list of all images. Fails when the tag is not
# package.json's version.
set -euo pipefail
cd "$(dirname "$0")/.."
version=${1#v}
if [ "$version" != "$(node -p 'require("./package.json").version')" ]; then
  echo "the tag $1 is not the version in package.json" >&2
  exit 1
fi
names=$(build/images.sh --list | node -p 'JSON.stringify(fs.readFileSync(0, "utf8").trim().split("\n"))')
printf 'version=%s\nowner=%s\nnames=%s\n' "$version" "${OWNER,,}" "$names"
