# What the licences of the parts of the program ask for. Sourced by scripts/release.
# shellcheck shell=bash

packages_folder() { printf '%s\n' "${NUGET_PACKAGES:-$HOME/.nuget/packages}"; }

# element NAME FILE: the text of an element of a package's description.
element() {
  sed -n "s/.*<$1\( [^>]*\)\{0,1\}>\([^<]*\)<\/$1>.*/\2/p" "$2" | awk 'NR == 1' | sed 's/&amp;/\&/g; s/&lt;/</g; s/&gt;/>/g'
}

# make_notices PLATFORM: everything that the program says it is made of, with its licence, to standard output.
make_notices() {
  local platform=$1 name version_of folder description file runtime
  printf 'Slipway is made with the work of others. These are the packages whose code is in the program for %s, each\n' "$platform"
  printf 'with its licence; texts that its package brings follow it.\n'
  {
    run_program "$platform" --version -v | sed -n 's/^contains  //p; s/^carries   [^ ]* from \([^ ,]* [^ ,]*\),.*/\1/p' | grep -v '^the machine'
    runtime=$(run_program "$platform" --version -v | sed -n 's/^runtime   \.NET //p')
    case "$runtime" in
      *', native, '*) printf 'Microsoft.NETCore.App.Runtime.NativeAOT.%s %s\n' "$platform" "${runtime%%,*}" ;;
      *) printf 'Microsoft.NETCore.App.Runtime.%s %s\n' "$platform" "${runtime%%,*}" ;;
    esac
  } | sort -u >"$work/parts"
  while read -r name version_of; do
    folder=$(packages_folder)/${name,,}/$version_of
    description=$(find "$folder" -maxdepth 1 -name '*.nuspec' 2>/dev/null | awk 'NR == 1')
    [ -n "$description" ] || die "the package $name $version_of is not in $(packages_folder)" \
      'It was not built on this machine: leave out --program.'
    printf '\n%s\n%s %s\n' "$(printf '%.0s-' {1..78})" "$name" "$version_of"
    printf 'Licence: %s\n' "$(element license "$description")"
    printf 'Copyright: %s\n' "$(element copyright "$description" | grep . || element authors "$description")"
    for file in "$folder"/LICENSE "$folder"/LICENSE.TXT "$folder"/LICENSE.txt "$folder"/LICENSE.md "$folder"/NOTICE \
      "$folder"/THIRD-PARTY-NOTICES.TXT; do
      [ -f "$file" ] || continue
      printf '\n'
      # Texts that were made on other systems have a mark at their beginning, and two characters at the ends of lines.
      sed '1s/^\xef\xbb\xbf//; s/\r$//' "$file"
    done
  done <"$work/parts"
  if carries_openssl "$platform"; then
    printf '\n%s\nOpenSSL\nLicence: Apache-2.0\nCopyright: The OpenSSL Project Authors\n' "$(printf '%.0s-' {1..78})"
  fi
  printf '\n%s\nThe licence MIT\n\n' "$(printf '%.0s=' {1..78})"
  cat "$repo/scripts/releasing/MIT.txt"
  printf '\n%s\nThe licence BSD-3-Clause\n\n' "$(printf '%.0s=' {1..78})"
  cat "$repo/scripts/releasing/BSD-3-Clause.txt"
  printf '\n%s\nThe licence Apache-2.0 is that of Slipway itself: see LICENSE.\n' "$(printf '%.0s=' {1..78})"
}
