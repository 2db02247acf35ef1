# Debian's stock kernel in qemu, emulated (no /dev/kvm is needed), on the host's own files (9p). See guest.sh.

guest_limit=300
guest_memory=1024
guest_kernel=

guest_check() {
  guest_kernel=$(find /boot -name 'vmlinuz-*-amd64' 2>/dev/null | sort -V | tail -n 1)
  if [[ -z $guest_kernel ]] || ! command -v qemu-system-x86_64 >/dev/null; then
    guest_die "no qemu or no kernel for it: scripts/install-deps --full brings them (qemu-system-x86, linux-image-amd64)"
  fi
}

# Files of the modules, each after what it needs.
guest_modules() {
  local name
  for name in virtio_pci 9pnet_virtio 9p overlay virtio_console can-raw can-bcm can-gw vcan vxcan slcan sch_tbf; do
    modprobe -S "${guest_kernel#*/vmlinuz-}" --show-depends "$name"
  done | sed -n 's/^insmod \([^ ]*\).*/\1/p' | awk '!seen[$0]++'
}

# An initial file system: busybox, the modules, guest-init.
guest_prepare() {
  local tree=$control/initrd file
  mkdir -p "$tree"/{bin,modules,proc,sys,dev,mnt,host,control}
  cp "$(command -v busybox)" "$tree/bin/"
  while read -r file; do
    cp "$file" "$tree/modules/"
    echo "/modules/${file##*/}" >>"$tree/control/modules"
  done < <(guest_modules)
  [[ -s $tree/control/modules ]] || guest_die "the modules of $guest_kernel are not there"
  cp "$control/shares" "$tree/control/"
  cp "$control/init" "$tree/init"
  chmod +x "$tree/init"
  (cd "$tree" && find . | cpio -o -H newc --quiet) >"$control/initrd.cpio"
}

guest_boot() {  # LIMIT MEMORY
  local options=() number=0 folder
  while read -r folder; do
    options+=(-fsdev "local,id=share$number,path=$folder,security_model=none")
    options+=(-device "virtio-9p-pci,fsdev=share$number,mount_tag=share$number")
    number=$((number + 1))
  done <"$control/shares"
  options+=(-fsdev local,id=host,path=/,security_model=none,readonly=on,multidevs=remap)
  options+=(-device virtio-9p-pci,fsdev=host,mount_tag=host)
  options+=(-device virtio-serial-pci -chardev file,id=output,path=/dev/fd/4 -device virtconsole,chardev=output)
  options+=(-serial stdio -device virtio-rng-pci)
  exec setpriv --pdeathsig TERM timeout -k 5 "$1" qemu-system-x86_64 -M pc,accel=tcg,usb=off -cpu max -m "$2" \
    -nodefaults -no-user-config -display none -net none -no-reboot -kernel "$guest_kernel" \
    -initrd "$control/initrd.cpio" "${options[@]}" -append "console=ttyS0 quiet panic=-1 nokaslr mitigations=off \
no_timer_check tsc=reliable random.trust_cpu=on guest_kind=qemu guest_control=/control"
}
