#!/usr/bin/env bash
# Builds images: `build/images.sh` all of them, `build/images.sh trip gateway` some. TAG (default `dev`) and REGISTRY (default
# none, otherwise such as `registry.example/`) name them; `--push` at the end pushes them there. `--list` prints which images
# there are and builds none.
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

for name in "${names[@]}"; do
  image=${registry}lastmile-$name:$tag
  start=$SECONDS
  DOCKER_BUILDKIT=1 docker build --quiet --file build/Dockerfile --build-arg "SERVICE=$name" ${NODE_IMAGE:+--build-arg "NODE_IMAGE=$NODE_IMAGE"} --tag "$image" . >/dev/null
  printf '%s   %s MB   %s s\n' "$image" \
    "$(($(docker image inspect --format '{{.Size}}' "$image") / 1000000))" "$((SECONDS - start))"
  if "$push"; then docker push --quiet "$image"; fi
done
