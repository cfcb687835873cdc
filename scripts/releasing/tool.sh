# The package for `dotnet tool install`. Sourced by scripts/release.
# shellcheck shell=bash

# It runs on the runtime of the machine, on every kind of machine for which its packages bring native libraries.
make_tool() {
  say 'the .NET tool'
  local log=$work/pack.log packed=$work/packed
  mkdir -p "$packed"
  # Beside what the tree's own builds left, which is compiled for one platform.
  in_tree without_lock_files "$log" dotnet pack src/Slipway.Cli -c Release -o "$packed" -v quiet \
    -p:SlipwayTool=true -p:DebugType=none -p:MinVerVersionOverride="$version" -p:ContinuousIntegrationBuild=true || {
    cp "$log" "$repo/obj/release.log" 2>/dev/null || true
    die 'the .NET tool cannot be packed' "$(grep -E '(error|: error) [A-Z]+[0-9]+' "$log" | sort -u | awk 'NR <= 3')" \
      "All of it: $repo/obj/release.log"
  }
  # The packages' packer writes the time of the day into it.
  python3 "$repo/scripts/releasing/settle-zip.py" "$packed/slipway.$version.nupkg"
  cp "$packed/slipway.$version.nupkg" "$files/"
}
