# Publishes the command line to bin/. Sourced after common.sh.
# shellcheck shell=bash

slipway_bin=$repo/bin/slipway
publish_log=$repo/obj/publish.log

require_dotnet() {
  have dotnet || die 'the .NET 10 SDK is missing: there is no "dotnet" on the PATH' \
    'Get it from https://dotnet.microsoft.com/download/dotnet/10.0 or as the package dotnet-sdk-10.0.'
  (cd "$repo" && dotnet --version >/dev/null 2>&1) \
    || die 'no installed .NET SDK fits global.json, which asks for 10.0' \
      "Installed: $(dotnet --list-sdks 2>/dev/null | cut -d ' ' -f 1 | paste -sd ' ')" \
      'Get it from https://dotnet.microsoft.com/download/dotnet/10.0 or as the package dotnet-sdk-10.0.'
}

# Native AOT links with clang or gcc, and takes all but the C library's own files from its NuGet package
# (https://learn.microsoft.com/dotnet/core/deploying/native-aot/#prerequisites). Tried, because a compiler without
# libc6-dev or binutils is there on many machines.
has_linker() {
  local compiler work result=1
  have objcopy || have llvm-objcopy || return 1
  work=$(mktemp -d)
  for compiler in clang gcc; do
    if have "$compiler"; then
      echo 'int main(void) { return 0; }' >"$work/probe.c"
      "$compiler" -fuse-ld=bfd -o "$work/probe" "$work/probe.c" -lm >/dev/null 2>&1 && result=0
      break # The SDK takes the first that is there, too.
    fi
  done
  rm -rf "$work"
  return "$result"
}

# One line for everything that the binary is made of.
source_hash() {
  (
    cd "$repo" || exit
    find src Directory.Build.props Directory.Packages.props global.json \
      \( -name bin -o -name obj \) -prune -o -type f -print0 | LC_ALL=C sort -z | xargs -0 sha256sum | sha256sum | cut -c 1-64
  )
}

stamp() { printf '%s %s\n' "$(source_hash)" "$(sha256sum "$slipway_bin" 2>/dev/null | cut -c 1-64)"; }

is_published() { [ -x "$slipway_bin" ] && [ "$(cat "$repo/bin/.published" 2>/dev/null)" = "$(stamp)" ]; }

# with_lock_files LOG COMMAND...: runs a dotnet command, its output in the log. The lock files hold the packages of one
# version of the SDK and one kind of processor. Where they fit, they are obeyed; with another SDK the versions of
# Directory.Packages.props are restored without them, and the files stay as they are. In CI they must fit.
with_lock_files() {
  local log=$1
  shift
  "$@" -p:RestoreLockedMode=true >"$log" 2>&1 </dev/null && return
  [ "${CI:-}" != true ] && grep -q 'NU1004' "$log" || return 1
  without_lock_files "$log" "$@"
}

without_lock_files() {
  local log=$1
  shift
  "$@" -p:RestoreLockedMode=false -p:NuGetLockFilePath=obj/packages.lock.json >"$log" 2>&1 </dev/null
}

# The folder of this machine's OpenSSL, which the program carries for machines that have none; nothing where it has none.
openssl_of_machine() {
  local library
  # ldconfig is not on everybody's PATH.
  library=$(PATH=$PATH:/usr/sbin:/sbin ldconfig -p 2>/dev/null \
    | awk '$1 == "libssl.so.3" && /x86-64|AArch64/ && !found { print $NF; found = 1 }')
  [ -n "$library" ] || return 0
  library=$(dirname "$library")
  [ ! -f "$library/libcrypto.so.3" ] || realpath "$library"
}

# To obj/publish first, so that a failure leaves bin/ as it was.
publish_command=(dotnet publish src/Slipway.Cli -c Release -o obj/publish -v quiet
  -p:CopyOutputSymbolsToPublishDirectory=false -p:PublishDocumentationFiles=false
  -p:PublishReferencesDocumentationFiles=false)

publish_native() {
  rm -rf obj/publish
  with_lock_files "$publish_log" "${publish_command[@]}" "-p:CarriedOpenSsl=$(openssl_of_machine)"
}

publish_ready_to_run() {
  rm -rf obj/publish
  without_lock_files "$publish_log" "${publish_command[@]}" "-p:CarriedOpenSsl=$(openssl_of_machine)" \
    -p:SlipwayReadyToRun=true -p:PublishSelfContained=true -p:PublishReadyToRun=true -p:PublishSingleFile=true \
    -p:PublishTrimmed=true
}

publish_error() {
  grep -E '(error|: error) [A-Z]+[0-9]+' "$publish_log" | sed 's/ \[.*\]$//' | sort -u | awk 'NR <= 3' \
    || tail -n 3 "$publish_log"
}

# Sets published_as to what was made, or to "unchanged".
publish_slipway() {
  published_as=unchanged
  if is_published; then
    return 0
  fi
  require_dotnet
  cd "$repo" || exit
  mkdir -p obj
  if ! has_linker; then
    note 'No working linker (gcc with libc6-dev and binutils, or clang): making a ReadyToRun build, which starts slower.'
    note 'For a native one: apt-get install gcc libc6-dev, then delete bin/ and run this again.'
    publish_ready_to_run || die 'the ReadyToRun build failed' "$(publish_error)" "All of it: $publish_log"
    published_as=ReadyToRun
  elif publish_native; then
    published_as='Native AOT'
  else
    # Another kind of build helps when the linking failed; not when the code does not compile, or a package is missing.
    if [ "${CI:-}" = true ] || grep -qE 'error (CS|NU|MA|CA|IDE)[0-9]+' "$publish_log"; then
      die 'dotnet publish failed' "$(publish_error)" "All of it: $publish_log"
    fi
    note "The native build failed: $(publish_error | awk 'NR == 1')"
    note 'Making a ReadyToRun build, which starts slower.'
    publish_ready_to_run || die 'dotnet publish failed' "$(publish_error)" "All of it: $publish_log"
    published_as=ReadyToRun
  fi
  rm -f obj/publish/*.pdb obj/publish/*.xml obj/publish/*.dbg
  rm -rf "${repo:?}/bin"
  mv "$repo/obj/publish" "$repo/bin"
  "$slipway_bin" --version >/dev/null || die "the published binary does not start: $slipway_bin --version failed"
  stamp >"$repo/bin/.published"
}
