# The statement about the files of a release. Sourced by scripts/release.
# shellcheck shell=bash

provenance_name() { printf 'slipway-%s.%s\n' "$version" "$([ -n "$key" ] && echo sigstore.json || echo intoto.json)"; }

# Makes of $key a file with the private key, and says what is wrong with it before anything is built.
read_key() {
  key_pem=''
  [ -n "$key" ] || return 0
  have openssl || die 'a provenance is signed with openssl, which is missing'
  case "$key" in
    env:*)
      local variable=${key#env:}
      [ -n "${!variable:-}" ] || die "the variable $variable, which is to hold the key, is empty"
      key_pem=${!variable}
      ;;
    *)
      [ -r "$key" ] || die "the key '$key' cannot be read"
      key_pem=$(<"$key")
      ;;
  esac
  case "$(openssl pkey -noout -text <<<"$key_pem" 2>/dev/null)" in
    *ED25519*) key_kind=ed25519 ;;
    *prime256v1*) key_kind=p256 ;;
    *) die 'the signing key is no private key for Ed25519 or P-256, in PEM' 'slipway trust keygen release --algorithm ed25519 makes one.' ;;
  esac
}

json_text() { printf '"%s"' "$(sed 's/\\/\\\\/g; s/"/\\"/g' <<<"$1")"; }

# An in-toto Statement v1 with SLSA provenance v1, on one line:
# https://github.com/in-toto/attestation/blob/v1.1.0/spec/v1/statement.md, https://slsa.dev/spec/v1.0/provenance
statement() {
  local source sdk sum name platform separator=''
  source=$(git config --get remote.origin.url 2>/dev/null || true)
  # Credentials are no part of where something comes from.
  source=$(sed -E 's#^([a-z+]+://)[^/@]*@#\1#' <<<"${source:-$repo}")
  [[ $source == *://* ]] || source=https://localhost/slipway
  sdk=$(cd "$repo" && dotnet --version)
  printf '{"_type":"https://in-toto.io/Statement/v1","subject":['
  while read -r sum name; do
    printf '%s{"name":%s,"digest":{"sha256":"%s"}}' "$separator" "$(json_text "$name")" "$sum"
    separator=,
  done < <(cd "$files" && sha256sum -- *)
  printf '],"predicateType":"https://slsa.dev/provenance/v1","predicate":{"buildDefinition":{"buildType":"slipway:release/v1",'
  printf '"externalParameters":{"version":%s,"platforms":[%s]},' "$(json_text "$version")" \
    "$(printf '"%s",' "${platforms[@]}" | sed 's/,$//')"
  printf '"internalParameters":{"sdk":%s,"sourceDateEpoch":%s},' "$(json_text "$sdk")" "$SOURCE_DATE_EPOCH"
  printf '"resolvedDependencies":[{"uri":%s,"digest":{"gitCommit":"%s"}}' "$(json_text "git+$source")" "$commit"
  # What the programs carry is not in the commit: that of packages is named there by its hash, that of machines is not.
  for platform in "${platforms[@]}"; do
    while read -r name sum; do
      printf ',{"uri":%s,"digest":{"sha256":"%s"}}' "$(json_text "file:$platform/$name")" "${sum,,}"
    done < <(run_program "$platform" --version -v | sed -n 's/^carries   \([^ ]*\) from the machine.* sha256:/\1 /p')
  done
  printf ']},'
  printf '"runDetails":{"builder":{"id":%s}}}}' "$(json_text "${SLIPWAY_RELEASE_BUILDER:-https://localhost/slipway/scripts/release}")"
}

# What a signature is over: https://github.com/secure-systems-lab/dsse/blob/v1.0.2/protocol.md
authenticated() {
  local type=application/vnd.in-toto+json
  printf 'DSSEv1 %d %s %d ' "${#type}" "$type" "$(wc -c <"$1")"
  cat "$1"
}

sign() {
  if [ "$key_kind" = ed25519 ]; then
    # It signs files only.
    openssl pkeyutl -sign -rawin -inkey <(printf '%s\n' "$key_pem") -in "$1"
  else
    openssl dgst -sha256 -sign <(printf '%s\n' "$key_pem") "$1"
  fi
}

make_provenance() {
  statement >"$work/statement"
  if [ -z "$key_pem" ]; then
    say 'unsigned: there is no key (--signing-key)'
    cp "$work/statement" "$files/$(provenance_name)"
    return
  fi
  authenticated "$work/statement" >"$work/authenticated"
  sign "$work/authenticated" >"$work/signature"
  local hint
  # What a bundle says of its key: the hash of the public key, in base64.
  hint=$(openssl pkey -pubout -outform DER <<<"$key_pem" | openssl dgst -sha256 -binary | base64)
  # The form in which slipway writes its statements, a Sigstore bundle: https://docs.sigstore.dev/about/bundle/
  {
    printf '{"mediaType":"application/vnd.dev.sigstore.bundle.v0.3+json",'
    printf '"verificationMaterial":{"publicKey":{"hint":"%s"},"tlogEntries":[]},' "$hint"
    printf '"dsseEnvelope":{"payload":"%s","payloadType":"application/vnd.in-toto+json",' "$(base64 -w 0 <"$work/statement")"
    printf '"signatures":[{"sig":"%s"}]}}' "$(base64 -w 0 <"$work/signature")"
  } >"$files/$(provenance_name)"
  say "signed with the key $hint"
}
