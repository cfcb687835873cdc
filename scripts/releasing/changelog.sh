# The headings of CHANGELOG.md. Sourced by scripts/release.
# shellcheck shell=bash

has_heading() { grep -qF "## [$1] - " "$repo/CHANGELOG.md"; }

# Whether the section of what is not released yet says anything.
has_unreleased() {
  awk '
    /^## / { within = ($0 == "## [Unreleased]") }
    within && /^- / { found = 1 }
    END { exit !found }' "$repo/CHANGELOG.md"
}

# write_heading VERSION DATE: what is not released yet becomes the section of the version, below a new empty one. The
# sentence that said what it would become loses that beginning.
write_heading() {
  local changed
  changed=$(mktemp)
  awk -v version="$1" -v date="$2" '
    $0 == "## [Unreleased]" && !done { print; print ""; print "## [" version "] - " date; done = 1; within = 1; next }
    /^## / { within = 0 }
    within && index($0, "To be " version ": ") == 1 {
      rest = substr($0, length("To be " version ": ") + 1)
      $0 = toupper(substr(rest, 1, 1)) substr(rest, 2)
    }
    { print }' "$repo/CHANGELOG.md" >"$changed"
  cat "$changed" >"$repo/CHANGELOG.md"
  rm -f "$changed"
}
