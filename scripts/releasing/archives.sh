# The tar.gz and the Debian package. Sourced by scripts/release.
# shellcheck shell=bash

tar_name() { printf 'slipway-%s-%s.tar.gz\n' "$version" "$1"; }
deb_version() {
  # Debian sorts a version with ~ before the one without it.
  printf '%s\n' "${version/-/\~}"
}
deb_name() { printf 'slipway_%s_%s.deb\n' "$(deb_version)" "$(debian_architecture "$1")"; }

planned_files() {
  local one
  for one in "${platforms[@]}"; do
    ! has_form tar || tar_name "$one"
    ! has_form deb || deb_name "$one"
  done
  ! has_form tool || printf 'slipway.%s.nupkg\n' "$version"
  ! has_form image || image_name
  printf 'SHA256SUMS\n%s\n' "$(provenance_name)"
}

# make_root PLATFORM: what a person gets, in $work/PLATFORM/root.
make_root() {
  local platform=$1 root=$work/$1/root shell
  mkdir -p "$root/completion" "$root/man/man1"
  cp "$work/$platform/slipway" "$root/slipway"
  cp "$tree/LICENSE" "$tree/CHANGELOG.md" "$root/"
  make_notices "$platform" >"$root/THIRD-PARTY-NOTICES"
  run_program "$platform" completion bash >"$root/completion/slipway.bash"
  run_program "$platform" completion zsh >"$root/completion/_slipway"
  run_program "$platform" completion fish >"$root/completion/slipway.fish"
  run_program "$platform" man --output "$root/man/man1"
  for shell in slipway.bash _slipway slipway.fish; do
    [ -s "$root/completion/$shell" ] || die "the program for $platform wrote no completion"
  done
  settle "$root"
}

# settle FOLDER: the modes and times that everything has in every release.
settle() {
  find "$1" -type d -exec chmod 755 {} +
  find "$1" -type f -exec chmod 644 {} +
  find "$1" -type f \( -path "$1/slipway" -o -path '*/bin/slipway' \) -exec chmod 755 {} +
  find "$1" -exec touch --no-dereference --date "@$SOURCE_DATE_EPOCH" {} +
}

# pack FOLDER NAME...: a tar of them that is the same everywhere, to standard output.
pack() {
  local folder=$1
  shift
  tar --create --format=ustar --sort=name --owner=0 --group=0 --numeric-owner --mtime="@$SOURCE_DATE_EPOCH" \
    --directory "$folder" -- "$@"
}

make_tar() {
  local platform=$1 name=slipway-$version-$1
  mv "$work/$platform/root" "$work/$platform/$name"
  pack "$work/$platform" "$name" | gzip -n -9 >"$files/$(tar_name "$platform")"
  mv "$work/$platform/$name" "$work/$platform/root"
}

make_deb() {
  local platform=$1 from=$work/$1/root deb=$work/$1/deb share page
  share=$deb/usr/share
  mkdir -p "$deb/DEBIAN" "$deb/usr/bin" "$share/man/man1" "$share/doc/slipway" "$share/bash-completion/completions" \
    "$share/zsh/vendor-completions" "$share/fish/vendor_completions.d"
  cp "$from/slipway" "$deb/usr/bin/"
  cp "$from/completion/slipway.bash" "$share/bash-completion/completions/slipway"
  cp "$from/completion/_slipway" "$share/zsh/vendor-completions/"
  cp "$from/completion/slipway.fish" "$share/fish/vendor_completions.d/"
  for page in "$from"/man/man1/*; do
    gzip -n -9 <"$page" >"$share/man/man1/${page##*/}.gz"
  done
  gzip -n -9 <"$from/CHANGELOG.md" >"$share/doc/slipway/changelog.gz"
  cp "$from/THIRD-PARTY-NOTICES" "$share/doc/slipway/"
  {
    printf 'Slipway is licensed under the Apache License, version 2.0, which is in /usr/share/common-licenses/Apache-2.0.\n'
    printf 'Copyright: the Slipway authors. What is carried in it: THIRD-PARTY-NOTICES, in this folder.\n'
  } >"$share/doc/slipway/copyright"
  # Without certificates it does everything but reach registries.
  local ssl=', libssl3 | libssl3t64' recommended='git, ca-certificates'
  # The program brings its own where the machine has none; that of the machine gets the updates.
  if carries_openssl "$platform"; then ssl='' recommended="$recommended, libssl3 | libssl3t64"; fi
  cat >"$deb/DEBIAN/control" <<EOF
Package: slipway
Version: $(deb_version)
Architecture: $(debian_architecture "$platform")
Maintainer: The Slipway authors <slipway@localhost>
Installed-Size: $(find "$deb/usr" -type f -printf '%s\n' | awk '{ sum += int(($1 + 1023) / 1024) } END { print sum }')
Depends: libc6 (>= 2.34)$ssl
Recommends: $recommended
Suggests: docker.io | podman | buildah
Section: devel
Priority: optional
Description: builds, finds and explains the container images of a source tree
 Slipway builds the container images that live in a source tree: folders with
 a Dockerfile, built on one another and on files of the tree. What goes into
 an image decides its digest, and the digest decides whether it is built.
EOF
  (cd "$deb" && find usr -type f -print0 | sort -z | xargs -0 md5sum) >"$deb/DEBIAN/md5sums"
  settle "$deb"
  # dpkg-deb gives the archive the time of SOURCE_DATE_EPOCH.
  dpkg-deb --root-owner-group -Zgzip -z9 --build "$deb" "$files/$(deb_name "$platform")" >/dev/null
}
