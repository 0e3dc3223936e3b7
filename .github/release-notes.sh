#!/usr/bin/env bash
# `.github/release-notes.sh v1.2.3 [digests]` prints a release's text: the version's part of CHANGELOG.md and, from a folder with
# one file per image, the digests to run it by. Fails when the changelog has no part for the version.
set -euo pipefail
changelog=$(dirname "$0")/../CHANGELOG.md
version=${1#v}
notes=$(awk -v heading="## [$version]" 'index($0, "## ") == 1 { own = index($0, heading) == 1; next } own' "$changelog")
if [ -z "${notes//[[:space:]]/}" ]; then
  echo "CHANGELOG.md has nothing about $version" >&2
  exit 1
fi
printf '%s\n' "$notes"
if [ $# -lt 2 ]; then exit 0; fi
# The fence is text, not a command.
# shellcheck disable=SC2016
printf '\n## Images\n\nFor `images:` of your kustomize overlay:\n\n```yaml\nimages:\n'
sed 's/^/  /' "$2"/*
printf '```\n'
