# The image of Slipway, made by Slipway. Sourced by scripts/release.
# shellcheck shell=bash

image_name() { printf 'slipway-%s-linux-%s.oci.tar\n' "$version" "$(debian_architecture "$host")"; }

# take FILE...: copies files of the machine to where they are, links as what they lead to.
take() {
  local file
  for file in "$@"; do
    [ -e "$root/$file" ] || install -D -m 755 "$(realpath "$file")" "$root/$file"
  done
}

# What a program of the machine loads, with the loader itself.
loads() { ldd "$1" | grep -oE '/[^ ]+\.so[^ ]*' | sort -u; }

stage_image_root() {
  local git library package
  root=$work/image/root
  mkdir -p "$root"/{etc/ssl/certs,root,tmp,tree,usr/bin,usr/share/doc}
  install -m 755 "$work/$host/slipway" "$root/usr/bin/slipway"
  git=$(command -v git)
  install -m 755 "$(realpath "$git")" "$root/usr/bin/git"
  # shellcheck disable=SC2046 # Paths of libraries have no spaces.
  take $(loads "$work/$host/slipway") $(loads "$git")
  if ! carries_openssl "$host"; then
    # The runtime opens it by its name.
    for library in libssl.so.3 libcrypto.so.3; do
      take "$(ldconfig -p | awk -v name="$library" '$1 == name { print $NF; exit }' | grep .)" \
        || die "the image needs $library of this machine" 'apt-get install libssl3, or give --carried-openssl'
    done
  fi
  cp "$tree/LICENSE" "$root/usr/share/doc/LICENSE"
  cp "$work/$host/root/THIRD-PARTY-NOTICES" "$root/usr/share/doc/"
  if have dpkg-query; then
    (cd "$root" && find . -type f -printf '/%P\n') | while read -r library; do
      # A library is known by where it was before /lib became a link, or since; what is ours is nobody's.
      dpkg-query --search "$library" "/usr$library" "${library#/usr}" 2>/dev/null || true
    done | sed 's/:.*//' | sort -u | while read -r package; do
      [ ! -f "/usr/share/doc/$package/copyright" ] \
        || install -D -m 644 "/usr/share/doc/$package/copyright" "$root/usr/share/doc/$package/copyright"
    done
  fi
  if [ -f /etc/ssl/certs/ca-certificates.crt ]; then cp /etc/ssl/certs/ca-certificates.crt "$root/etc/ssl/certs/"; fi
  echo 'root:x:0:0:root:/root:/usr/bin/slipway' >"$root/etc/passwd"
  echo 'root:x:0:' >"$root/etc/group"
  # A tree that is mounted belongs to whoever has it.
  printf '[safe]\n\tdirectory = *\n' >"$root/etc/gitconfig"
  find "$root" -type d -exec chmod 755 {} +
  chmod 1777 "$root/tmp"
}

# What the build left in an engine is of no use to anybody.
forget_image() {
  local engine images
  for engine in docker podman; do
    images=$("$engine" images --quiet --filter reference=slipway-release 2>/dev/null | sort -u || true)
    # shellcheck disable=SC2086 # Ids have no spaces.
    [ -z "$images" ] || "$engine" rmi --force $images >/dev/null 2>&1 || true
  done
}

make_image() {
  say 'the image'
  local folder=$work/image/tree/docker/slipway-release
  mkdir -p "$folder"
  stage_image_root
  cp "$tree/docker/slipway/Dockerfile" "$folder/"
  (cd "$root" && find . -mindepth 1 -maxdepth 1 -printf '%f\n' | sort) >"$work/image/names"
  # shellcheck disable=SC2046 # They are those of above.
  pack "$root" $(cat "$work/image/names") >"$folder/root.tar"
  printf 'prefix: release\nfolder: docker\n' >"$work/image/tree/slipway.yml"
  layout=$work/image/layout
  local slipway=("$work/$host/slipway" --root "$work/image/tree" --home "$work/image/home")
  "${slipway[@]:0:1}" build slipway-release "${slipway[@]:1}" >"$work/image.log" 2>&1 \
    || die 'the image does not build' "$(tail -n 5 "$work/image.log")"
  "${slipway[@]:0:1}" export slipway-release "${slipway[@]:1}" --output "$layout/" >>"$work/image.log" 2>&1 \
    || die 'the image cannot be exported' "$(tail -n 5 "$work/image.log")"
  forget_image
  # An engine writes into an image when and where it was made.
  python3 "$repo/scripts/releasing/settle-image.py" "$layout" "$version"
  find "$layout" -exec touch --no-dereference --date "@$SOURCE_DATE_EPOCH" {} +
  pack "$layout" oci-layout index.json blobs >"$files/$(image_name)"
}
