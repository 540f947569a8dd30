# Sourced by the scripts of this folder: where things are, and building one preset.

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
cd "$root"

# Runs a command silently; shows what it said only when it fails.
quietly() {  # WHAT COMMAND…
  local what=$1 log status=0
  shift
  log=$(mktemp)
  "$@" >"$log" 2>&1 || status=$?
  if ((status)); then
    cat "$log" >&2
    printf '%s failed: %s\n' "$what" "$*" >&2
  fi
  rm -f "$log"
  return "$status"
}

# Configures a preset when needed and builds TARGET… of it (all without any). Ninja itself
# configures again when a CMake file changes.
build_preset() {  # PRESET TARGET…
  local preset=$1 targets=()
  shift
  if [[ ! -f build/$preset/build.ninja ]]; then
    quietly "configuring $preset" cmake --preset "$preset"
  fi
  (($# == 0)) || targets=(--target "$@")
  local build=(cmake --build --preset "$preset" "${targets[@]}" --)
  if "${build[@]}" -n 2>/dev/null | grep -q 'no work to do'; then return; fi
  printf 'build: %s\n' "$preset" >&2
  # A terminal gets one line that counts up; a log only what went wrong.
  local quiet=(--quiet)
  [[ ! -t 2 ]] || quiet=()
  "${build[@]}" "${quiet[@]}" >&2
}
