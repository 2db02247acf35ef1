# What the kinds of guest share. Sourced by in-guest after common.sh. A folder of ours, `control`, is written by both
# sides: modules (to be loaded, in their order), shares (folders that the guest may write), command, and from the
# guest `status`.
#
# A kind brings: guest_limit, guest_memory; guest_check, guest_prepare, guest_boot LIMIT MEMORY (becomes the guest).

control=
guest_pid=
guest_output=

guest_die() {
  printf 'in-guest: %s\n' "$*" >&2
  exit 125
}

# Both kinds of interface that the tests make, in a namespace of their own.
guest_is_not_needed() {
  ((EUID == 0)) &&
    unshare -n sh -c 'ip link add vcan0 type vcan && ip link add vxcan0 type vxcan peer name vxcan1' 2>/dev/null
}

guest_run_directly() {  # LIMIT COMMAND...
  cd "$called_from"
  exec unshare -n timeout -k 5 "$1" bash -c '. "$0"; guest_links; exec "$@"' "$root/scripts/lib/guest-links" "${@:2}"
}

# Its name stands on a kernel's command line, which knows no quotes.
guest_begin() {
  local parent=${TMPDIR:-/tmp}
  [[ $parent =~ ^/[A-Za-z0-9/._+-]*$ ]] || parent=/tmp
  control=$(mktemp -d "$parent/bmsgw-guest.XXXXXX")
  trap 'rm -rf "$control"' EXIT
  trap 'guest_stop 129' HUP
  trap 'guest_stop 130' INT
  trap 'guest_stop 143' TERM
  cp scripts/lib/guest-init "$control/init"
  cp scripts/lib/guest-links scripts/lib/guest-session "$control/"
  : >"$control/shares"
  guest_share "$control"
}

guest_share() {  # FOLDER
  printf '%s\n' "$1" >>"$control/shares"
}

guest_write_command() {  # COMMAND...
  {
    printf '#!/bin/bash\ncd %q\n' "$called_from"
    export -p | grep -E '^declare -x (PATH|HOME|LANG|TERM|BMSGW_\w*|GTEST_\w*|\w*SAN_OPTIONS)=' || true
    printf 'exec'
    printf ' %q' "$@"
    echo
  } >"$control/command"
  chmod +x "$control/command"
}

# The guest's console is a pipe, which leaves every byte as it is.
guest_start() {  # LIMIT MEMORY
  exec 4> >(exec cat)
  guest_output=$!
  guest_boot "$@" </dev/null >>"${BMSGW_GUEST_LOG:-/dev/null}" 2>&1 &
  guest_pid=$!
  exec 4>&-
}

guest_stop() {  # STATUS
  [[ -z $guest_pid ]] || kill -TERM "$guest_pid" 2>/dev/null || true
  exit "$1"
}

# Exits with the command's status.
guest_end() {
  local status=0
  wait "$guest_pid" || status=$?
  wait "$guest_output" || true
  if [[ -s $control/status ]]; then exit "$(<"$control/status")"; fi
  case $status in
    124 | 137) printf 'in-guest: the time was up\n' >&2; exit 124 ;;
    *) guest_die "the guest died${BMSGW_GUEST_LOG:+, see $BMSGW_GUEST_LOG}" ;;
  esac
}
