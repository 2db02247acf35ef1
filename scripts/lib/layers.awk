# The layer check of scripts/check-layers. Its arguments are the files of include/ and src/, relative to the root of
# the tree. Each finding is `file:line: what` and, indented, the remedy. Written for any POSIX awk (Debian's is mawk).

BEGIN {
  # Who may include whom, besides itself: the link dependencies of cmake/modules.cmake.
  allow("core", "")
  allow("codec", "core")
  allow("payload", "core")
  allow("route", "core")
  allow("config", "core")
  allow("rpc", "core codec route")
  allow("transport", "core codec")
  allow("outbox", "core")
  allow("northbound", "core payload route outbox")
  allow("driver", "core codec route transport")
  allow("app", "core codec payload route config rpc transport outbox northbound driver")
  allow("simulator", "core codec config transport")
  allow("snmp_library", "core")
  allow("snmp_worker", "core codec snmp_library")
  allow("snmp_agent", "core codec config simulator snmp_library")

  # Headers by the library that they belong to.
  library("^(boost/asio|asio)[/.]", "Asio")
  library("^mqtt/|^MQTT(Async|Client)", "Paho")
  library("^modbus(/modbus)?\\.h$", "libmodbus")
  library("^sqlite3\\.h$", "SQLite")
  library("^net-snmp/", "Net-SNMP")
  library("^openssl/", "OpenSSL")
  library("^spdlog/", "spdlog")
  library("^valijson/", "valijson")
  library("^nlohmann/json\\.hpp$", "nlohmann")
  library("^CLI/", "CLI11")

  longest_file = 400
  longest_main = 60
  promise = "(^|[^A-Za-z_])(TO" "DO|FIX" "ME)([^A-Za-z_]|$)"
}

function allow(module, list,    names, count, i) {
  is_module[module] = 1
  count = split(list, names, " ")
  for (i = 1; i <= count; i++) may[module, names[i]] = 1
}

function library(pattern, name) {
  library_pattern[++libraries] = pattern
  library_name[libraries] = name
}

function library_of(header,    i) {
  for (i = 1; i <= libraries; i++) {
    if (header ~ library_pattern[i]) return library_name[i]
  }
  return ""
}

function complain(place, what, remedy) {
  printf "%s: %s\n    %s\n", place, what, remedy
  findings++
}

function begin_file() {
  if (file != "") end_file()
  file = FILENAME
  lines = 0
  has_pragma = 0
  is_header = file ~ /\.hpp$/
  is_public = file ~ /^include\//
  module = file
  sub(/^include\/bmsgw\//, "", module)
  sub(/^src\//, "", module)
  if (module == "main.cpp") module = "app"
  if (module ~ /_main\.cpp$/) sub(/_main\.cpp$/, "", module)  # the program's module
  sub(/\/.*/, "", module)
  if (!(module in is_module)) {
    complain(file ":1", "stands in no module of the layers",
             "put it into one of the modules, or give the new module its place in scripts/lib/layers.awk and cmake/modules.cmake")
  }
}

function end_file() {
  if (is_header && !has_pragma) {
    complain(file ":1", "header without #pragma once", "add it as the first line that is not a comment")
  }
  if (file ~ /^src\/[a-z_]*main\.cpp$/ && lines >= longest_main) {
    complain(file ":" lines, lines " lines, under " longest_main " are allowed",
             "a main only hands over: move the rest into its module")
  } else if (lines > longest_file) {
    complain(file ":" lines, lines " lines, " longest_file " are allowed (aim for 200)",
             "find the second type in it and give it a file of its own")
  }
}

# Layers: one module's files include another's.
function check_own_include(place, header,    target, private_target) {
  target = header
  private_target = !sub(/^bmsgw\//, "", target)
  if (target ~ /(^|\/)\.\.\//) {
    complain(place, "\"" header "\" climbs out of its folder", "name it from include/ or src/: \"bmsgw/<module>/...\" or \"<module>/...\"")
    return
  }
  if (target !~ /\//) return  # beside the file itself
  sub(/\/.*/, "", target)
  if (target == module || !(target in is_module)) return
  if (!((module, target) in may)) {
    complain(place, module " includes " target " (\"" header "\")",
             "core <- codec, payload, route, config <- rpc, transport, outbox, northbound <- driver <- app: let the upper layer hand the value down, or move the type into core")
  } else if (private_target) {
    complain(place, "\"" header "\" is private to " target, "move what others need to include/bmsgw/" target "/")
  }
}

function once_only(place, name) {
  if ((name in home) && home[name] != file) {
    complain(place, "a second file includes " name ", the first is " home[name], "keep " name " behind one file: call that one")
  }
  home[name] = file
}

function check_library(place, name) {
  if (is_public && !(name == "Net-SNMP" && module == "snmp_library")) {  # whoever uses that module links it anyway
    complain(place, name " in a public header", "forward-declare, or hide it behind a pimpl; the include goes into a .cpp of " module)
  }
  if (name == "Net-SNMP" && module !~ /^snmp_(library|worker|agent)$/) {
    complain(place, "Net-SNMP in " module, "it belongs to the programs bms-snmp-worker and bms-snmp-agent only: ask through transport::SnmpLink")
  }
  if (name == "Asio" || name == "Paho" || name == "libmodbus" || name == "SQLite") {
    if (module ~ /^(core|codec|payload|route|rpc|config)$/) {
      complain(place, name " in " module ", which is pure", "take bytes, values and times as arguments; input and output belong to transport, outbox or northbound")
    }
  }
  if (name == "Paho" && file !~ /^src\/northbound\/(mqtt_session|paho)[a-z_]*\.[ch]pp$/) {
    complain(place, "Paho outside src/northbound/mqtt_session*, paho*", "go through northbound::MqttTransport")
  }
  if (name == "spdlog" || name == "valijson") once_only(place, name)
  if (name == "nlohmann" && module !~ /^(config|payload|rpc)$/ &&
      file !~ /^src\/app\/([a-z]+_)*(client|decode|explanation|status|watch|control|call|check)[a-z_]*\.cpp$/ &&
      file !~ /^src\/app\/dbc\/[a-z]+_writer\.cpp$/) {
    complain(place, "nlohmann outside config, payload, rpc and the command line's own clients",
             "nothing else builds or parses a JSON DOM: write with payload::JsonWriter, or ask rpc or config")
  }
}

function check_include(place, text,    header, name, quoted) {
  quoted = text ~ /^[ \t]*#[ \t]*include[ \t]*"/
  header = text
  sub(/^[ \t]*#[ \t]*include[ \t]*["<]/, "", header)
  sub(/[">].*/, "", header)
  if (header == "boost/asio.hpp" || header == "boost/asio/ts/net.hpp") {
    complain(place, "the whole of Asio", "include the narrow headers that are used")
  }
  if (quoted || header ~ /^bmsgw\//) check_own_include(place, header)
  name = library_of(header)
  if (name != "") check_library(place, name)
}

FNR == 1 { begin_file() }
{ lines = FNR }
/^[ \t]*#[ \t]*pragma[ \t]+once/ { has_pragma = 1 }
/^[ \t]*#[ \t]*include[ \t]*["<]/ { check_include(FILENAME ":" FNR, $0) }
$0 ~ promise { complain(FILENAME ":" FNR, "a promise in the code", "do it now, or open an issue and take the note out") }
/(^|[^A-Za-z_])co_(await|yield|return)([^A-Za-z_]|$)/ {
  complain(FILENAME ":" FNR, "a coroutine", "g++ 12 frees temporaries of co_await twice: write a state machine that returns its effects")
}

END {
  if (file != "") end_file()
  exit findings > 0
}
