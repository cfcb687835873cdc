# Finds a container engine or starts one. Sourced after common.sh.
# shellcheck shell=bash

docker_answers() { have docker && timeout 20 docker info >/dev/null 2>&1 </dev/null; }
podman_answers() { have podman && timeout 20 podman info >/dev/null 2>&1 </dev/null; }

# start_dockerd FOLDER SOCKET [OPTION...]: starts a dockerd in the background, with its state and its log in FOLDER,
# and waits until it answers. Sets dockerd_pid; fails with the reason in dockerd_error.
start_dockerd() {
  local folder=$1 socket=$2 dockerd
  shift 2
  dockerd_error=''
  dockerd=$(command -v dockerd || command -v /usr/sbin/dockerd || command -v /sbin/dockerd) || {
    dockerd_error='dockerd is not installed'
    return 1
  }
  mkdir -p "$folder"
  setsid nohup "$dockerd" --host "unix://$socket" --exec-root "$folder/exec" --pidfile "$folder/dockerd.pid" \
    "$@" >"$folder/dockerd.log" 2>&1 </dev/null &
  dockerd_pid=$!
  local waited
  for waited in $(seq 1 120); do
    if DOCKER_HOST=unix://$socket timeout 5 docker version >/dev/null 2>&1 </dev/null; then
      # setsid may have forked.
      dockerd_pid=$(cat "$folder/dockerd.pid")
      return 0
    fi
    # A second is enough for setsid to have forked, and for the file to be there.
    if [ "$waited" -gt 4 ] && ! kill -0 "$dockerd_pid" 2>/dev/null \
      && ! kill -0 "$(cat "$folder/dockerd.pid" 2>/dev/null)" 2>/dev/null; then
      break
    fi
    sleep 0.25
  done
  # Without such a line the pipe fails, and with it a script that ends at the first failure.
  dockerd_error=$(grep -aE 'level=(error|fatal)|^failed' "$folder/dockerd.log" | tail -n 1 || true)
  [ -n "$dockerd_error" ] || dockerd_error=$(tail -n 1 "$folder/dockerd.log")
  stop_dockerd "$dockerd_pid"
  return 1
}

# start_private_dockerd FOLDER: a dockerd for tests and measurements, all of it in the folder. To stand beside another one
# it leaves the firewall alone and has a namespace of its own in a containerd that both may use. BuildKit needs a bridge to
# run anything, so one is left out only where none can be made.
start_private_dockerd() {
  local folder=$1
  local options=(--data-root "$folder/data" --iptables=false
    --containerd-namespace "slipway-$$" --containerd-plugins-namespace "slipway-plugins-$$")
  start_dockerd "$folder" "$folder/docker.sock" "${options[@]}" \
    || start_dockerd "$folder" "$folder/docker.sock" "${options[@]}" --bridge none
}

# Ends the dockerd with this pid and waits until it is gone.
stop_dockerd() {
  local pid=$1 waited
  kill "$pid" 2>/dev/null || return 0
  for waited in $(seq 1 80); do
    kill -0 "$pid" 2>/dev/null || return 0
    sleep 0.25
    [ "$waited" != 60 ] || kill -9 "$pid" 2>/dev/null || true
  done
}
