#!/usr/bin/env bash
# The step of action.yml: logs in to the registry, and runs slipway for this push. Whatever an input says reaches slipway
# as one argument, and no input is ever a part of a script.
set -euo pipefail

options=()
# add OPTION VALUE: adds it unless the value is empty.
add() { [ -z "$2" ] || options+=("$1" "$2"); }

log_in() {
  local client
  for client in docker podman skopeo; do
    if command -v "$client" >/dev/null; then
      printf '%s' "$INPUT_PASSWORD" | "$client" login "$INPUT_REGISTRY" --username "$INPUT_USERNAME" --password-stdin
      return
    fi
  done
  echo "::error::None of docker, podman and skopeo is there to log in to $INPUT_REGISTRY."
  return 1
}

[ -z "$INPUT_PASSWORD" ] || log_in

add --level "$INPUT_LEVEL"
# A pull request writes to a scope of its own, whatever branch it is from.
if [ -n "$INPUT_PULL_REQUEST" ]; then
  add --pull-request "$INPUT_PULL_REQUEST"
else
  add --project "$INPUT_PROJECT"
fi
add --revision "$INPUT_REVISION"
add --jobs "$INPUT_JOBS"

case "$INPUT_COMMAND" in
  plan) options+=(--format github) ;;
  build) [ "$INPUT_NO_WAIT" != true ] || options+=(--no-wait) ;;
  *)
    echo "::error::The command is '$INPUT_COMMAND', and has to be plan or build."
    exit 2
    ;;
esac

# Names of images have no white space, and what looks like a pattern is slipway's to read.
set -f
# shellcheck disable=SC2086
exec "$INPUT_SLIPWAY" "$INPUT_COMMAND" "${options[@]}" -- $INPUT_IMAGES
