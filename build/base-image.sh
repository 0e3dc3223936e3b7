#!/usr/bin/env bash
# `build/base-image.sh` prints the Dockerfile's base image with the digest that its registry gives the tag now, for NODE_IMAGE:
# all images of a release are built on the same bytes. Another image as an argument: `build/base-image.sh postgres:18-bookworm`.
set -euo pipefail
cd "$(dirname "$0")/.."
image=${1:-$(sed -n 's/^ARG NODE_IMAGE=//p' build/Dockerfile)}
digest=$(docker buildx imagetools inspect "$image" --format '{{.Manifest.Digest}}')
if [[ ! $digest =~ ^sha256:[0-9a-f]{64}$ ]]; then
  echo "$image has no digest at its registry" >&2
  exit 1
fi
printf '%s@%s\n' "$image" "$digest"
