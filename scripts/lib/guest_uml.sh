# User-mode-linux: Debian's package, on the host's own files (hostfs). See guest.sh.

guest_limit=120
guest_memory=512

guest_check() {
  command -v linux.uml >/dev/null || guest_die "no linux.uml: scripts/install-deps brings it (user-mode-linux)"
}

guest_prepare() {
  local folder name
  folder=/usr/lib/uml/modules/$(linux.uml --version)/kernel
  [[ -d $folder ]] || guest_die "the modules of linux.uml are not there: $folder"
  for name in fs/overlayfs/overlay net/can/can net/can/can-raw net/can/can-bcm net/can/can-gw \
    drivers/net/can/dev/can-dev drivers/net/can/vcan drivers/net/can/vxcan drivers/net/can/slcan/slcan \
    net/sched/sch_tbf; do
    echo "$folder/$name.ko"
  done >"$control/modules"
  chmod +x "$control/init"
}

# A process of the guest and its tracer wake each other at every system call: on one CPU that is three times faster.
guest_cpu() {
  local list
  list=$(taskset -cp $$)
  list=${list##*[ ,]}
  if (($$ % 2)); then echo "${list%%-*}"; else echo "${list##*-}"; fi
}

# The guest's memory is a sparse file. In containers /dev/shm is often too small, and not for programs.
guest_memory_folder() {  # MEMORY
  local available
  available=$(df -m --output=avail /dev/shm 2>/dev/null | tail -n 1) || available=0
  if ((available > $1)) && ! findmnt -no OPTIONS /dev/shm | grep -qw noexec; then
    echo /dev/shm
  else
    echo "${TMPDIR:-/tmp}"
  fi
}

guest_boot() {  # LIMIT MEMORY
  TMPDIR=$(guest_memory_folder "$2") exec setpriv --pdeathsig TERM timeout -k 5 "$1" taskset -c "$(guest_cpu)" \
    linux.uml "mem=${2}M" root=/dev/root rootfstype=hostfs rootflags=/ ro quiet "uml_dir=$control" \
    "init=$control/init" guest_kind=uml "guest_control=$control" con=null con0=null,fd:1 con1=null,fd:4 ssl=null
}
