#!/usr/bin/env bash
# Builds images: `build/images.sh` all of them, `build/images.sh trip gateway` some. TAG (default `dev`) and REGISTRY (default
# none, otherwise such as `registry.example/`) name them; `--push` at the end pushes them there. `--list` prints which images
# there are and builds none. What is pushed is built on a base image named by its digest: NODE_IMAGE, or what the registry has.
set -euo pipefail
cd "$(dirname "$0")/.."
tag=${TAG:-dev}
registry=${REGISTRY:-}
push=false
list=false
names=()
for argument in "$@"; do
  case $argument in
    --push) push=true ;;
    --list) list=true ;;
    *) names+=("$argument") ;;
  esac
done
if [ ${#names[@]} -eq 0 ]; then
  for manifest in apps/*/service.json; do names+=("$(basename "$(dirname "$manifest")")"); done
  names+=(migrate service-keys)
  if [ -d tools/loadgen ]; then names+=(loadgen); fi
fi
if "$list"; then
  printf '%s\n' "${names[@]}"
  exit
fi

if "$push"; then
  NODE_IMAGE=${NODE_IMAGE:-$(build/base-image.sh)}
  if [[ ! $NODE_IMAGE =~ @sha256:[0-9a-f]{64}$ ]]; then
    echo "NODE_IMAGE is $NODE_IMAGE: name it by its digest, as build/base-image.sh prints it" >&2
    exit 1
  fi
fi
for name in "${names[@]}"; do
  image=${registry}lastmile-$name:$tag
  start=$SECONDS
  DOCKER_BUILDKIT=1 docker build --quiet --file build/Dockerfile --build-arg "SERVICE=$name" ${NODE_IMAGE:+--build-arg "NODE_IMAGE=$NODE_IMAGE"} --tag "$image" . >/dev/null
  printf '%s   %s MB   %s s\n' "$image" \
    "$(($(docker image inspect --format '{{.Size}}' "$image") / 1000000))" "$((SECONDS - start))"
  if "$push"; then docker push --quiet "$image"; fi
done
