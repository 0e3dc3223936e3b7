#!/usr/bin/env bash
# GitHub's workflows are correct (actionlint), use others' actions by commit alone, and their scripts find a version's images and
# its part of the changelog.
set -euo pipefail
cd "$(dirname "$0")/../.."
actionlint
# A tag can be moved to other code, a commit cannot.
if grep -nE 'uses: +[^ ]+@' .github/workflows/*.yml | grep -vE '@[0-9a-f]{40} # v[0-9.]+$'; then
  echo 'workflows: name the actions above by their commit, with the version behind it: owner/action@<40 hex digits> # v1.2.3' >&2
  exit 1
fi
OWNER=Somebody .github/list-images.sh "v$(node -p 'require("./package.json").version')"
.github/release-notes.sh vUnreleased >/dev/null
