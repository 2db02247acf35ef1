# What the scripts share. Sourced, after `set -euo pipefail`; changes to the root of the tree.
#
# From the environment, all optional:
#   BMSGW_BUILD_ROOT   where the build directories go (build/)
#   BMSGW_JOBS         compilers at a time (one per core, and per GB of free memory)

self=$(readlink -f "$0")
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
cd "$root"
PATH=$PATH:/usr/sbin:/sbin  # mosquitto, for an ordinary user
build_root=${BMSGW_BUILD_ROOT:-$root/build}

say() { printf '== %s\n' "$*"; }
die() {
  printf '%s: %s\n' "${0##*/}" "$*" >&2
  exit 1
}

# The comment that a script begins with.
usage() { sed -n '2,/^[^#]/{/^#/s/^# \{0,1\}//p}' "$self"; }

# The name of one of clang's tools: version 14, whose findings and formatting are the ones that count, or with
# --any what there is.
clang_tool() {
  local name
  for name in "$1-14" ${2:+"$1"}; do
    if command -v "$name" >/dev/null; then
      echo "$name"
      return
    fi
  done
  return 1
}

jobs() {
  local cores gigabytes
  cores=$(nproc)
  gigabytes=$(awk '/^MemAvailable/ { print int($2 / 1e6) }' /proc/meminfo)
  ((gigabytes < cores)) && cores=$((gigabytes > 1 ? gigabytes : 1))
  echo "${BMSGW_JOBS:-$cores}"
}

configure() {  # PRESET [OPTION...]
  local log options=("${@:2}")
  command -v ccache >/dev/null && export CMAKE_CXX_COMPILER_LAUNCHER=${CMAKE_CXX_COMPILER_LAUNCHER-ccache}
  if [[ $1 =~ ^(asan|fuzz|tidy)$ ]] && ! command -v clang++-14 >/dev/null; then
    options+=(-DCMAKE_CXX_COMPILER=clang++)
  fi
  # A build directory of another compiler: cmake would go on in it, and forget the preset's other settings.
  if [[ $1 == asan && -f $build_root/asan/CMakeCache.txt ]] &&
    ! grep -q '^CMAKE_CXX_COMPILER:.*clang' "$build_root/asan/CMakeCache.txt"; then
    options+=(--fresh)
  fi
  if ! log=$(cmake --preset "$1" -B "$build_root/$1" "${options[@]}" 2>&1); then
    printf '%s\n' "$log" >&2
    die "cmake --preset $1 failed, see above"
  fi
}

build() {  # PRESET [TARGET...]
  local preset=$1 quiet=()
  shift
  configure "$preset"
  [[ -t 1 ]] || quiet=(-- --quiet)
  cmake --build "$build_root/$preset" --parallel "$(jobs)" ${1:+--target "$@"} "${quiet[@]}" ||
    die "building the preset $preset failed, see above"
}

# Sanitizers of clang show where in the source with its help only.
name_symbolizer() {
  local name
  name=$(clang_tool llvm-symbolizer --any) || return 0
  export ASAN_SYMBOLIZER_PATH=${ASAN_SYMBOLIZER_PATH-$(command -v "$name")}
}

# Sanitizers of gcc 12 and clang 14 don't start where the kernel randomises addresses by more than 28 bits: a prefix
# that switches it off for one command.
steady_addresses() {
  local bits
  bits=$(cat /proc/sys/vm/mmap_rnd_bits 2>/dev/null) || bits=28
  if ((bits > 28)) && setarch -R true 2>/dev/null; then echo "setarch -R"; fi
}
