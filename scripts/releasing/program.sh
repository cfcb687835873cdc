# Builds the program of a release. Sourced by scripts/release.
# shellcheck shell=bash

platform_of_machine() {
  case "$(uname -m)" in
    x86_64) echo linux-x64 ;;
    aarch64) echo linux-arm64 ;;
    *) die "no program is made on machines of the kind $(uname -m)" ;;
  esac
}

# The name of a platform as Debian has it.
debian_architecture() { [ "$1" = linux-x64 ] && echo amd64 || echo arm64; }

# The .NET SDK links for other machines with clang and lld, given their C library.
cross_missing() {
  local missing=()
  have clang || have clang-14 || missing+=(clang)
  have ld.lld || have ld.lld-14 || missing+=(lld)
  have aarch64-linux-gnu-objcopy || missing+=(binutils-aarch64-linux-gnu)
  [ -f /usr/aarch64-linux-gnu/lib/crt1.o ] || missing+=(libc6-dev-arm64-cross)
  [ -n "$(ls -d /usr/lib/gcc-cross/aarch64-linux-gnu/* 2>/dev/null)" ] || missing+=(gcc-aarch64-linux-gnu)
  # What runs the program to make its completion and its manual.
  have qemu-aarch64-static || missing+=(qemu-user-static)
  printf '%s\n' "${missing[*]}"
}

default_platforms() {
  if [ "$host" = linux-x64 ] && [ -z "$(cross_missing)" ]; then echo linux-x64,linux-arm64; else echo "$host"; fi
}

require_tools_for() {
  [ -z "$program" ] || return 0
  if [ "$1" = "$host" ]; then
    has_linker || die "there is no working linker for $1" 'apt-get install gcc libc6-dev binutils'
  elif [ "$1" = linux-arm64 ]; then
    [ -z "$(cross_missing)" ] || die "what builds for $1 is missing" "apt-get install $(cross_missing)"
  else
    die "programs for $1 are only built on such a machine"
  fi
}

# The commit in a folder of its own, so that nothing which lies about in the tree gets into a release.
clone_tree() {
  tree=$work/tree
  git clone --quiet --no-hardlinks --no-tags "$repo" "$tree"
  git -C "$tree" checkout --quiet --detach "$commit"
}

# in_tree COMMAND...: in the clone.
in_tree() { (cd "$tree" && "$@"); }

# openssl_of PLATFORM: the folder with the OpenSSL that the program for it carries; nothing when it carries none.
openssl_of() {
  local platform=$1 folder=$openssl
  [ "$folder" != none ] || return 0
  if [ -z "$folder" ] && [ "$platform" != "$host" ]; then
    # Where Debian's libssl3:arm64 puts it.
    folder=/usr/lib/aarch64-linux-gnu
    [ -f "$folder/libssl.so.3" ] || return 0
  elif [ -z "$folder" ]; then
    folder=$(openssl_of_machine)
    [ -n "$folder" ] || return 0
  elif [ -d "$folder/$platform" ]; then
    folder=$folder/$platform
  fi
  if ! [ -f "$folder/libcrypto.so.3" ] || ! [ -f "$folder/libssl.so.3" ]; then
    die "$folder has no libcrypto.so.3 and libssl.so.3"
  fi
  realpath "$folder"
}

carries_openssl() { run_program "$1" --version -v | grep -q '^carries   libssl'; }

# make_program PLATFORM: leaves it in $work/PLATFORM/slipway.
make_program() {
  local platform=$1 folder=$work/$1 options=()
  mkdir -p "$folder"
  if [ -n "$program" ]; then
    cp "$program" "$folder/slipway"
  else
    if [ "$platform" != "$host" ]; then
      options+=("-p:CppCompilerAndLinker=$(have clang && echo clang || echo clang-14)"
        -p:ObjCopyName=aarch64-linux-gnu-objcopy -p:RuntimeIdentifier="$platform")
    fi
    local from
    from=$(openssl_of "$platform")
    [ -z "$from" ] || options+=("-p:CarriedOpenSsl=$from")
    # The packages of another platform are not those that the lock files hold.
    local restore=with_lock_files
    [ "$platform" = "$host" ] || restore=without_lock_files
    in_tree "$restore" "$work/publish.log" dotnet publish src/Slipway.Cli -c Release -o "$folder/published" -v quiet \
      -p:MinVerVersionOverride="$version" -p:ContinuousIntegrationBuild=true "${options[@]}" || {
      cp "$work/publish.log" "$repo/obj/release.log" 2>/dev/null || true
      die "the program for $platform does not build" \
        "$(grep -E '(error|: error) [A-Z]+[0-9]+' "$work/publish.log" | sort -u | awk 'NR <= 3')" \
        "All of it: $repo/obj/release.log"
    }
    mv "$folder/published/slipway" "$folder/slipway"
    rm -rf "$folder/published"
  fi
  chmod 755 "$folder/slipway"
  local says
  says=$(run_program "$platform" --version)
  [ "${says%%+*}" = "$version" ] || die "the program says that it is ${says%%+*}, not $version" \
    'With --program give the version that the program has.'
}

# run_program PLATFORM WORD...: also that of another kind of machine.
run_program() {
  local platform=$1
  shift
  if [ "$platform" = "$host" ]; then
    "$work/$platform/slipway" "$@"
  else
    QEMU_LD_PREFIX=/usr/aarch64-linux-gnu qemu-aarch64-static "$work/$platform/slipway" "$@"
  fi
}
