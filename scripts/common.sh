# Shared by ./quickstart, ./test, .ci/run and bench/run. Sourced, never run.
# shellcheck shell=bash

repo=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)

export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_SKIP_FIRST_TIME_EXPERIENCE=1
# A compiler server that outlives the script would keep a log or a pipe of the caller open.
export MSBUILDDISABLENODEREUSE=1 DOTNET_CLI_USE_MSBUILD_SERVER=0 UseSharedCompilation=false
# Neither is set in every container, and dotnet needs one of them.
export HOME="${HOME:-/root}"

say() { printf '%s\n' "$*"; }
note() { printf '    %s\n' "$*"; }
die() {
  printf '%s: %s\n' "$(basename "$0")" "$1" >&2
  shift
  [ $# = 0 ] || printf '    %s\n' "$@" >&2
  exit 1
}

have() { command -v "$1" >/dev/null 2>&1; }
is_root() { [ "$(id -u)" = 0 ]; }
can_apt() { is_root && have apt-get; }

# Installs Debian packages. Fails, with the reason in apt_error, where that cannot be done.
apt_install() {
  apt_error=''
  local log
  log=$(mktemp)
  if ! DEBIAN_FRONTEND=noninteractive apt-get -qq -y --no-install-recommends install "$@" >"$log" 2>&1 </dev/null; then
    # The lists may be missing or old.
    if ! { DEBIAN_FRONTEND=noninteractive apt-get -qq update \
      && DEBIAN_FRONTEND=noninteractive apt-get -qq -y --no-install-recommends install "$@"; } >"$log" 2>&1 </dev/null; then
      apt_error=$(grep -m 1 '^E:' "$log" || tail -n 1 "$log")
      rm -f "$log"
      return 1
    fi
  fi
  rm -f "$log"
  # Programs that were just installed are looked up anew.
  hash -r
}
