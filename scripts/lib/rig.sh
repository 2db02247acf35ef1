# A broker, simulated control units and a gateway, on a free loopback port and in a folder of their own that ends
# with the script. Sourced after common.sh. The programs are those of the preset release, or of BMSGW_PRESET.

rig_preset=${BMSGW_PRESET:-release}
rig_dir=
rig_port=
declare -A rig_pid=()

rig_begin() {
  rig_dir=$(mktemp -d /tmp/bms-gateway.XXXXXX)
  trap rig_end EXIT
  trap 'exit 129' HUP
  trap 'exit 130' INT
  trap 'exit 143' TERM
}

rig_end() {
  trap '' HUP INT TERM
  local name
  for name in "${!rig_pid[@]}"; do kill -TERM "${rig_pid[$name]}" 2>/dev/null || true; done
  wait_for 4 rig_is_quiet || true
  for name in "${!rig_pid[@]}"; do kill -KILL "${rig_pid[$name]}" 2>/dev/null || true; done
  wait 2>/dev/null || true
  rm -rf "$rig_dir"
}

rig_is_quiet() {
  local name
  for name in "${!rig_pid[@]}"; do ! rig_is_alive "$name" || return 1; done
}

rig_is_alive() {  # NAME
  kill -0 "${rig_pid[$1]}" 2>/dev/null
}

# Tries a command every tenth of a second until it succeeds; 1 when it has not within the time.
wait_for() {  # SECONDS COMMAND...
  local ends=$((SECONDS + $1))
  shift
  until "$@"; do
    ((SECONDS < ends)) || return 1
    sleep 0.1
  done
}

# Runs in the background, its output goes to NAME.log; it ends with this script, however that ends, and not by the
# Ctrl-C that ends the script.
rig_start() {  # NAME COMMAND...
  setsid setpriv --pdeathsig TERM -- "${@:2}" >"$rig_dir/$1.log" 2>&1 </dev/null &
  rig_pid[$1]=$!
}

rig_fail() {  # WHAT NAME
  printf '%s: %s\n' "${0##*/}" "$1" >&2
  printf 'The last lines of its log:\n' >&2
  tail -n 20 "$rig_dir/$2.log" | sed 's/^/  /' >&2
  exit 1
}

rig_port_answers() {
  (: <"/dev/tcp/127.0.0.1/$1") 2>/dev/null
}

rig_broker_is_decided() { ! rig_is_alive broker || rig_port_answers "$rig_port"; }

rig_broker() {
  local attempt
  for ((attempt = 0; attempt < 20; attempt++)); do
    rig_port=$((20000 + RANDOM % 12000))
    ! rig_port_answers "$rig_port" || continue
    printf '%s\n' "listener $rig_port 127.0.0.1" 'allow_anonymous true' 'persistence false' "user $(id -un)" \
      >"$rig_dir/mosquitto.conf"
    rig_start broker mosquitto -c "$rig_dir/mosquitto.conf"
    wait_for 10 rig_broker_is_decided || break
    sleep 0.1  # had somebody else taken the port in between, ours is gone by now
    ! rig_is_alive broker || return 0
  done
  rig_fail "the broker doesn't start" broker
}

# Every message of a topic, as lines of this form (%p: the payload).
rig_listen() {  # NAME TOPIC FORM [OPTION...]
  rig_start "$1" mosquitto_sub -h 127.0.0.1 -p "$rig_port" -t "$2" -F "$3" "${@:4}"
}

rig_simulator() {  # OPTION...
  rig_start simulator "$build_root/$rig_preset/bms-simulator" g1 --link "$rig_dir/g1" "$@"
  wait_for 10 test -e "$rig_dir/g1" || rig_fail "the simulator doesn't start" simulator
}

rig_can_is_up() { grep -qs "^control unit on $1" "$rig_dir/can.log"; }

rig_can_simulator() {  # INTERFACE [OPTION...]
  rig_start can "$build_root/$rig_preset/bms-simulator" can --interface "$1" "${@:2}"
  wait_for 10 rig_can_is_up "$1" || rig_fail "the simulator on CAN doesn't start" can
}

# The shipped configuration, with the serial port and the broker filled in.
rig_config() {
  cp -r config "$rig_dir/config"
  sed -i -e "0,/\"device\": *\"\"/s||\"device\": \"$rig_dir/g1\"|" \
    -e "0,/\"uri\": *\"\"/s||\"uri\": \"mqtt://127.0.0.1:$rig_port\"|" "$rig_dir/config/settings.json"
  if ! grep -q "$rig_dir/g1" "$rig_dir/config/settings.json" || ! grep -q "$rig_port" "$rig_dir/config/settings.json"; then
    die "config/settings.json has no empty \"device\" and \"uri\" to fill in"
  fi
}

# The CAN bus of the shipped configuration, too. Its keys begin with can_, as both batteries have the same ones.
rig_config_can() {  # INTERFACE
  sed -i -e '/"can": *{/,/}/{' -e 's/"enabled": *false/"enabled": true/' \
    -e "s/\"interface\": *\"[^\"]*\"/\"interface\": \"$1\", \"generation\": 3, \"key_prefix\": \"can_\"/" -e '}' \
    "$rig_dir/config/settings.json"
  if ! grep -q '"key_prefix": "can_"' "$rig_dir/config/settings.json"; then
    die "config/settings.json has no CAN bus to switch on"
  fi
}

rig_modbus_place() { grep -m 1 -oE '^modbus: [^ ,]+' "$rig_dir/modbus.log" | sed 's/^modbus: //'; }

rig_modbus_simulator() {  # OPTION...
  rig_start modbus "$build_root/$rig_preset/bms-simulator" modbus "$@"
  wait_for 10 rig_modbus_place >/dev/null || rig_fail "the simulated Modbus devices don't start" modbus
}

# A BM3000 besides, with made-up addresses. Its keys begin with bm_.
rig_config_bm3000() {  # HOST:PORT
  { echo '    "modbus": {' && sed -n '/"addresses": {/,/^    }/p' scripts/lib/bm3000-example.json && echo '    },'; } \
    >"$rig_dir/bm3000.part"
  sed -i "/^  \"protocols\": *{/r $rig_dir/bm3000.part" "$rig_dir/config/params_config.json"
  sed -i "s|^  \"mqtt\": *{|  \"modbus\": {\"host\": \"${1%:*}\", \"port\": ${1#*:}, \"profile\": \"bm3000\", \"key_prefix\": \"bm_\"},\n&|" \
    "$rig_dir/config/settings.json"
  if ! grep -q '"bm_"' "$rig_dir/config/settings.json" || ! grep -q stringVolts "$rig_dir/config/params_config.json"; then
    die "config/ has no place to put a Modbus bus in"
  fi
}

rig_snmp_place() { grep -m 1 -oE '^snmp: listening on [^ ,]+' "$rig_dir/snmp.log" | sed 's/.* //'; }

rig_snmp_simulator() {  # OPTION...
  rig_start snmp "$build_root/$rig_preset/bms-simulator" snmp --profile config/profiles/cyberpower-bm.json "$@"
  wait_for 10 rig_snmp_place >/dev/null || rig_fail "the simulated battery manager doesn't start" snmp
}

# A battery manager besides. Its keys begin with manager_.
rig_config_manager() {  # HOST:PORT
  sed -i "s|^  \"mqtt\": *{|  \"snmp\": {\"host\": \"${1%:*}\", \"port\": ${1#*:}, \"profile\": \"cyberpower-bm\", \"key_prefix\": \"manager_\"},\n&|" \
    "$rig_dir/config/settings.json"
  grep -q '"manager_"' "$rig_dir/config/settings.json" || die "config/ has no place to put an SNMP bus in"
}

rig_client() {  # COMMAND [OPTION...]
  "$build_root/$rig_preset/bms-gateway" "$1" --control-socket "$rig_dir/control.sock" "${@:2}"
}

rig_gateway_is_decided() { ! rig_is_alive gateway || rig_client status >/dev/null 2>&1; }

rig_gateway() {
  rig_start gateway "$build_root/$rig_preset/bms-gateway" run --config-dir "$rig_dir/config" \
    --state-dir "$rig_dir/state" --control-socket "$rig_dir/control.sock"
  if ! wait_for 10 rig_gateway_is_decided || ! rig_is_alive gateway; then
    rig_fail "the gateway doesn't start" gateway
  fi
}
